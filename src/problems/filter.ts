import { types } from 'node:util';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { isOutage } from '../database/outage.js';
import type { Methods } from './methods.js';
import { Problem } from './problem.js';

/** Answers every error as application/problem+json; what nobody foresaw is logged and answered without its text. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly log: Logger,
    private readonly methods: Methods,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    answer(reply, this.problemOf(error, http.getRequest<FastifyRequest>()));
  }

  private problemOf(error: unknown, request: FastifyRequest): Problem {
    if (error instanceof Problem) return error;
    const foreseen = statusOf(error);
    if (foreseen !== undefined && foreseen < 500) {
      return (
        (foreseen === 404 ? this.methods.problem(pathOf(request)) : undefined) ?? fromFramework(foreseen)
      );
    }
    if (isOutage(error)) {
      this.log.warn({ err: error }, 'PostgreSQL does not answer');
      return new Problem(503, 'storage-unavailable', 'Nothing was kept: send the same request again later.', {
        headers: { 'retry-after': '5' },
      });
    }
    this.log.error({ err: error }, 'a request failed');
    return new Problem(500, 'internal-error', 'Quietline failed here and has logged why; try again later.');
  }
}

/** Sends a problem as RFC 9457 wants it. */
export function answer(reply: FastifyReply, problem: Problem): void {
  void reply
    .status(problem.status)
    .headers({ ...problem.extras.headers })
    .type('application/problem+json')
    .send(JSON.stringify(problem));
}

function pathOf({ url }: FastifyRequest): string {
  return url.split('?', 1)[0] ?? url;
}

/** The status of what Nest or Fastify refused by themselves; undefined for what nobody foresaw. */
export function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (types.isNativeError(error) && 'statusCode' in error && typeof error.statusCode === 'number') {
    return error.statusCode;
  }
  return undefined;
}

/** What Nest and Fastify refuse by themselves; their texts may repeat what was sent, so ours stand here. */
export function fromFramework(status: number): Problem {
  const [code, detail] = FRAMEWORK[status] ?? ['bad-request', 'The request cannot be read.'];
  return new Problem(status, code, detail);
}

const FRAMEWORK: Readonly<Record<number, readonly [code: string, detail: string]>> = {
  400: ['malformed-request', 'The address or the body cannot be read: the body must be JSON.'],
  404: ['not-found', 'Nothing answers at this address: see /openapi.json.'],
  413: ['content-too-large', 'The body is too large: send less at once.'],
  415: [
    'unsupported-media-type',
    'Send application/json; events as one of the CloudEvents types, the list of a wave as text/csv or application/x-ndjson.',
  ],
};
