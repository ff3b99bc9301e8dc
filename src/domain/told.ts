import { quietPeriodEnd } from './calendar.js';
import type { Definition } from './definition.js';
import { isExempt } from './exemption.js';
import type { StopReason } from './facts.js';
import type { Message } from './message.js';
import type { Instant } from './terms.js';

/** One delivery as the inbox holds it: its event, and when that was accepted. */
export interface Told {
  readonly delivery: string;
  readonly type: string;
  readonly time: Instant;
  readonly acceptedAt: Instant;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What reading a delivery takes besides: whose it is, and how a callId is hashed. */
export interface Reading {
  readonly invitedAt: Instant;
  readonly definition: Definition;
  readonly hash: (callId: string) => string;
}

type Content = {
  [Type in Message['type']]: Omit<Extract<Message, { type: Type }>, 'delivery' | 'time' | 'acceptedAt'>;
}[Message['type']];

const CONTENT: Readonly<Record<string, (told: Told, reading: Reading) => Content>> = {
  'selfservice.registered': (told, reading) => ({
    type: 'registered',
    quietEndsAt: quietEndsAt(told, reading),
  }),
  'selfservice.video-watched': () => ({ type: 'reached', code: 'video-watched' }),
  'selfservice.app-installed': () => ({ type: 'reached', code: 'app-installed' }),
  'selfservice.visited': () => ({ type: 'visited' }),
  'milestone.reached': ({ data }) => ({ type: 'reached', code: String(data['code']) }),
  'hotline.called': ({ data }, { definition, hash }) => ({
    type: 'called',
    call: hash(String(data['callId'])),
    exempt: isExempt(definition, data),
  }),
  'hotline.call-retracted': ({ data }, { hash }) => ({
    type: 'retracted',
    call: hash(String(data['callId'])),
  }),
  'consent.withdrawn': () => stop('consent-withdrawn'),
  'contract.ended': () => stop('contract-ended'),
  'participation.left': () => stop('left'),
  'participation.erased': () => stop('erased'),
  'participation.reinstated': () => ({ type: 'reinstated' }),
  'participation.went-inactive': ({ data }) => ({
    type: 'went-inactive',
    lastVisitAt: Date.parse(String(data['lastVisitAt'])),
  }),
};

/**
 * What a participation hears of this delivery: instants, codes and keyed hashes, nothing personal. Undefined for a type that says nothing to it, as the
 * invitation. Relay and arbiter both read the inbox by this alone.
 */
export function messageOf(told: Told, reading: Reading): Message | undefined {
  const { delivery, time, acceptedAt } = told;
  const content = Object.hasOwn(CONTENT, told.type) ? CONTENT[told.type]?.(told, reading) : undefined;
  return content && { ...content, delivery, time, acceptedAt };
}

/** The quiet period's end if this registration counts; it starts no earlier than the invitation (R4). */
function quietEndsAt({ time }: Told, { invitedAt, definition: { quietPeriod, timeZone } }: Reading): Instant {
  return quietPeriodEnd(Math.max(time, invitedAt), quietPeriod.lasts, timeZone);
}

function stop(reason: StopReason): Content {
  return { type: 'stopped', reason };
}
