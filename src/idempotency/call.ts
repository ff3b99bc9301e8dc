import { createHash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { ApiHeaderOptions } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { clientOf } from '../auth/client.js';
import { Problem } from '../problems/problem.js';

/** Who calls, and by which Idempotency-Key the call may be repeated. */
export interface Call {
  readonly client: string;
  readonly repeatable?: { readonly key: string; readonly request: string };
}

const LONGEST_KEY = 255;
const KEY = /^[\x21-\x7e]+$/;

/** The header as OpenAPI describes it. */
export const IDEMPOTENCY_KEY: ApiHeaderOptions = {
  name: 'Idempotency-Key',
  required: false,
  description: 'Under the same key the same call takes effect once, and is answered alike',
  schema: { type: 'string', pattern: KEY.source, minLength: 1, maxLength: LONGEST_KEY },
};

/** The call as idempotency sees it. Throws Problem (400) for an unusable key. */
export const TheCall = createParamDecorator((_: unknown, context: ExecutionContext): Call => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const client = clientOf(request);
  const key = request.headers['idempotency-key'];
  if (key === undefined) return { client };
  if (typeof key !== 'string' || key.length > LONGEST_KEY || !KEY.test(key)) {
    throw new Problem(
      400,
      'invalid-idempotency-key',
      `An Idempotency-Key is 1 to ${LONGEST_KEY} visible ASCII characters.`,
    );
  }
  return { client, repeatable: { key, request: fingerprint(request) } };
});

/** Of the request's method, address and body, so that another request under the same key is noticed. */
function fingerprint({ method, url, body }: FastifyRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([method, url, body]))
    .digest('base64url');
}
