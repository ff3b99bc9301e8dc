import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';
import { isPrintable, readHeaderValue } from './header-value.js';

export const STRUCTURED = 'application/cloudevents+json';
export const BATCH = 'application/cloudevents-batch+json';

/** Every media type of JSON, by its suffix (RFC 6839), in any case; told to clients, whose dialects know no flag for that. */
export const ANY_JSON = /^[^;]*[/+][Jj][Ss][Oo][Nn]\s*(;|$)/;

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

/** Whether the headers are those of an event in binary mode, whose body is its data. */
export function isBinaryEvent({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  const type = mediaType(headers);
  return type !== STRUCTURED && type !== BATCH && headers['ce-specversion'] !== undefined;
}

/** Whether it is sent as an event that does not say what its data is, which is JSON then (CloudEvents, section 3.1). */
export function isEventWithoutType({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return headers['content-type'] === undefined && Object.keys(headers).some(isAttribute);
}

/** Throws Problem: 400 for what is neither one event nor a batch. */
export function sentIn({ headers, body }: { headers: Headers; body: unknown }): Sent {
  refuseRawBytes(headers);
  if (isBinaryEvent({ headers })) return { single: true, events: [binary(headers, body)] };
  const type = mediaType(headers);
  if (type === BATCH || (type !== STRUCTURED && Array.isArray(body))) return batch(body);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw noEvent();
  return { single: true, events: [body] };
}

function mediaType(headers: Headers): string | undefined {
  return headers['content-type']?.split(';')[0]?.trim().toLowerCase();
}

function batch(body: unknown): Sent {
  if (!Array.isArray(body)) throw new Problem(400, 'not-a-batch', 'A batch is a JSON array of CloudEvents.');
  if (body.length > LARGEST_BATCH) {
    throw new Problem(400, 'batch-too-large', `A batch holds at most ${LARGEST_BATCH} events: send several.`);
  }
  return { single: false, events: body };
}

const PREFIX = 'ce-';
const ATTRIBUTES = ['specversion', 'id', 'source', 'type', 'time', 'subject'] as const;

/** The attributes come as ce-* headers; the body is the data, and without one its type says nothing. */
function binary(headers: Headers, data: unknown): Record<string, unknown> {
  const event: Record<string, unknown> = {};
  for (const name of ATTRIBUTES) {
    const value = headers[`${PREFIX}${name}`];
    if (typeof value === 'string') event[name] = readHeaderValue(value) ?? refuseHeader(name);
  }
  return { ...event, ...(data !== undefined && { data, datacontenttype: headers['content-type'] }) };
}

function isAttribute(header: string): boolean {
  return header.startsWith(PREFIX);
}

/** Nobody says in which encoding raw bytes are, and read in another they name another customer. */
function refuseRawBytes(headers: Headers): void {
  const raw = Object.keys(headers).find((name) => isAttribute(name) && !isPrintable(headers[name]));
  if (raw !== undefined) refuseHeader(raw.slice(PREFIX.length));
}

function refuseHeader(attribute: string): never {
  const detail = 'A ce- header holds printable ASCII, everything else in it percent-encoded as UTF-8.';
  throw new Problem(400, 'invalid-event', detail, { pointer: `/${attribute}` });
}

function noEvent(): Problem {
  return new Problem(
    400,
    'not-an-event',
    'Send one CloudEvent as a JSON object, or a batch of them as an array.',
  );
}
