import { z } from 'zod';
import { instantOf } from '../domain/rfc3339.js';
import { codeSchema } from '../domain/schema.js';
import { opaqueId } from '../domain/opaque-id.js';
import { text } from '../domain/text.js';

/** Earlier than any invitation and later than any clock; between them PostgreSQL and JavaScript agree on every instant. */
const EARLIEST = Date.UTC(1970, 0);
const LATEST = Date.UTC(9000, 0);

/** How far ahead of a participation's clock an event's time may lie: clocks of several systems never agree (design, section 4). */
export const AHEAD_AT_MOST_MINUTES = 5;

/** Said to whoever sends a later one. */
export const TIME_IN_FUTURE = `The time lies more than ${AHEAD_AT_MOST_MINUTES} minutes in the future.`;

/** Whether this time (ISO 8601) lies further ahead of the clock than clocks disagree. */
export function inFuture(time: string, now: number): boolean {
  return Date.parse(time) > now + AHEAD_AT_MOST_MINUTES * 60_000;
}

const NO_TIME = 'An RFC 3339 time with its zone, such as 2026-11-22T10:00:00Z.';
const FUTURE = { message: 'The time lies in the future.', params: { code: 'time-in-future' } };

/** When something happened: RFC 3339 with its zone, as ISO 8601 UTC. Every way in reads times by this. */
export const eventTime = z
  .string(NO_TIME)
  .meta({ format: 'date-time' })
  .transform((input, context) => {
    const at = instantOf(input);
    if (at === undefined)
      context.issues.push({ code: 'invalid_format', format: 'date-time', input, message: NO_TIME });
    else if (at < EARLIEST) context.issues.push({ code: 'custom', input, message: 'Not before 1970.' });
    else if (at >= LATEST) context.issues.push({ code: 'custom', input, ...FUTURE });
    else return new Date(at).toISOString();
    return z.NEVER;
  });

/** Names one participation of the customer; without it an event reaches every open one. */
const reach = { participationId: z.guid().exactOptional() };

const plain = z.object(reach);
const call = z.object({ callId: opaqueId(), ...reach });

/** What operators' systems may send: per type what its data must hold; what else it holds is not kept. */
export const EVENT_TYPES = {
  'selfservice.registered': z.object({ privacyPolicy: text(256), ...reach }),
  'selfservice.video-watched': plain,
  'selfservice.app-installed': plain,
  'selfservice.visited': plain,
  'milestone.reached': z.object({ code: codeSchema, ...reach }),
  'hotline.called': call.extend({
    reason: text(256).exactOptional(),
    direction: z.enum(['inbound', 'outbound']).exactOptional(),
  }),
  'hotline.call-retracted': call,
  'consent.withdrawn': plain,
  'contract.ended': plain,
} as const;

export type EventType = keyof typeof EVENT_TYPES;

export function isEventType(type: string): type is EventType {
  return Object.hasOwn(EVENT_TYPES, type);
}

/** What counts as a visit (R9); of a milestone only where the terms know its code. */
const VISITS: ReadonlySet<string> = new Set([
  'selfservice.registered',
  'selfservice.video-watched',
  'selfservice.app-installed',
  'selfservice.visited',
  'milestone.reached',
]);

export function isVisit(type: string): boolean {
  return VISITS.has(type);
}
