import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';

export const STRUCTURED = 'application/cloudevents+json';
export const BATCH = 'application/cloudevents-batch+json';

/** How many events one batch may hold. */
export const LARGEST_BATCH = 1_000;

/** What a request to `POST /v1/events` holds, not yet checked event by event. */
export interface Sent {
  readonly single: boolean;
  readonly events: readonly unknown[];
}

/** The events of a request in any mode of the CloudEvents HTTP binding; plain JSON is taken for structured or batch. */
export const SentEvents = createParamDecorator((_: unknown, context: ExecutionContext): Sent => {
  return sentIn(context.switchToHttp().getRequest<FastifyRequest>());
});

type Headers = FastifyRequest['headers'];

/** Throws Problem: 400 for what is neither one event nor a batch. */
export function sentIn({ headers, body }: { headers: Headers; body: unknown }): Sent {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== STRUCTURED && type !== BATCH && headers['ce-specversion'] !== undefined) {
    return { single: true, events: [binary(headers, body)] };
  }
  if (type === BATCH || (type !== STRUCTURED && Array.isArray(body))) return batch(body);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw noEvent();
  return { single: true, events: [body] };
}

function batch(body: unknown): Sent {
  if (!Array.isArray(body)) throw new Problem(400, 'not-a-batch', 'A batch is a JSON array of CloudEvents.');
  if (body.length > LARGEST_BATCH) {
    throw new Problem(400, 'batch-too-large', `A batch holds at most ${LARGEST_BATCH} events: send several.`);
  }
  return { single: false, events: body };
}

const ATTRIBUTES = ['specversion', 'id', 'source', 'type', 'time', 'subject'] as const;

/** Attributes come as ce-* headers, percent-encoded; the body is the data. */
function binary(headers: Headers, data: unknown): Record<string, unknown> {
  const event: Record<string, unknown> = {};
  for (const name of ATTRIBUTES) {
    const value = headers[`ce-${name}`];
    if (typeof value === 'string') event[name] = decoded(value, name);
  }
  return { ...event, datacontenttype: headers['content-type'], data };
}

function decoded(value: string, name: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    const detail = `The header ce-${name} is not percent-encoded UTF-8.`;
    throw new Problem(400, 'invalid-event', detail, { pointer: `/${name}` });
  }
}

function noEvent(): Problem {
  return new Problem(
    400,
    'not-an-event',
    'Send one CloudEvent as a JSON object, or a batch of them as an array.',
  );
}
