import { isOpen, nextDue } from '../domain/phase.js';
import { invited } from '../domain/state.js';
import type { Terms } from '../domain/terms.js';
import type { CallHash } from '../../prisma/call-hash.js';
import type { Delivery, Tried } from './deliveries.js';
import { type Published, UnreadableProgrammeError } from '../../prisma/programmes.js';
import { signalOf, UnknownEventTypeError } from './signal-of.js';
import type { OutageError, Sent, Start, TemporalGateway } from './temporal-gateway.js';

/** How often a delivery may fail by itself before it is parked, over about 20 minutes; outages do not count. */
const MOST_TRIES = 8;
const SECOND = 1_000;
const SOONEST = 10 * SECOND;
const LATEST = 640 * SECOND;
const HOUR = 3_600 * SECOND;
/** While others are answered, one that is not is tried again at least this often: its part of Temporal may be back any moment. */
const LATEST_UNANSWERED = 60 * SECOND;

/** What bringing needs of Temporal. */
export type Gateway = Pick<TemporalGateway, 'start' | 'signalWithStart' | 'signal'>;

/** What bringing needs. */
export interface Means {
  readonly gateway: Gateway;
  /** A published version. Throws UnreadableProgrammeError. */
  readonly programmes: (code: string, version: number) => Promise<Published>;
  readonly hash: CallHash;
  readonly now: () => number;
}

/** Brings one delivery to its workflow and says what became of it. Throws OutageError, by which nothing is decided. */
export async function bring(delivery: Delivery, means: Means): Promise<Tried> {
  if (isEnded(delivery)) return { ...sentAgainLater(delivery), ...afterTheEnd(delivery) };
  const sent = await send(delivery, means);
  if (sent === 'workflow-missing')
    return { ...sentAgainLater(delivery), status: 'parked', code: 'workflow-missing' };
  if (sent !== 'sent') return failed(delivery, sent.fault);
  return isInvitation(delivery)
    ? { ...sentAgainLater(delivery), status: 'applied' }
    : sentAgainLater(delivery);
}

async function send(delivery: Delivery, { gateway, programmes, hash, now }: Means): Promise<Sent> {
  const programme = await orFault(() => programmes(delivery.programme.code, delivery.programme.version));
  if ('fault' in programme) return programme;
  const start = startOf(delivery, programme.terms);
  if (isInvitation(delivery))
    return gateway.start(start, delivery.id, startDelay(start, now() + delivery.clockOffset));
  const signal = await orFault(() => signalOf(delivery, programme.definition, hash));
  if ('fault' in signal) return signal;
  if (delivery.phase === 'invited') return gateway.signalWithStart(start, requestOf(delivery), signal);
  return gateway.signal(delivery.participation, requestOf(delivery), signal);
}

/**
 * Another one with each hour without an outcome: a workflow hears every request once, but Temporal drops a repeated one even where the workflow has
 * been terminated since, and would never say that it is missing.
 */
function requestOf({ id, ageMs }: Delivery): string {
  const hours = Math.floor(ageMs / HOUR);
  return hours < 1 ? id : `${id}-${hours}`;
}

/** An event that no signal can be made of is this delivery's fault, never an outage. */
async function orFault<T>(make: () => T | Promise<T>): Promise<T | { readonly fault: string }> {
  try {
    return await make();
  } catch (error) {
    if (error instanceof UnknownEventTypeError) return { fault: 'unknown-event-type' };
    if (error instanceof UnreadableProgrammeError) return { fault: 'unreadable-programme' };
    if (error instanceof RangeError) return { fault: 'unreadable-event' };
    throw error;
  }
}

function startOf({ participation, invitedAt, invitationEndsAt }: Delivery, terms: Terms): Start {
  const state = invited({ invitedAt: invitedAt.getTime(), endsAt: invitationEndsAt.getTime() });
  return { participation, invitation: { schemaVersion: 1, terms, state, steps: 0 } };
}

/** The workflow sleeps until its invitation is over for good, unless a signal wakes it. */
function startDelay({ invitation: { state, terms } }: Start, now: number): number {
  return Math.max(0, (nextDue(state, terms, now)?.at ?? now) - now);
}

function isInvitation({ type }: Delivery): boolean {
  return type === 'participation.invited';
}

function isEnded({ phase }: Delivery): boolean {
  return !isOpen(phase);
}

/** Whoever has ended had been started; anything else came too late for them (R13). */
function afterTheEnd(delivery: Delivery): Pick<Tried, 'status' | 'code'> {
  if (isInvitation(delivery)) return { status: 'applied' };
  return { status: 'ignored', code: delivery.endedBecause === 'erased' ? 'erased' : 'ended' };
}

/** Sent again if no outcome is recorded by then: when it is twice as old as now, but between 10 s and about 10 minutes. */
function sentAgainLater({ id, attempts, ageMs }: Delivery): Tried {
  return { id, status: 'pending', attempts, againInMs: Math.min(Math.max(ageMs, SOONEST), LATEST) };
}

/**
 * Others are answered: held alone until it is answered as well, however long that takes. Its code says why; a stop that has one holds
 * what came after it.
 */
export function unanswered(delivery: Delivery, { status }: OutageError): Tried {
  const again = sentAgainLater(delivery);
  const code = status === undefined ? 'temporal-unavailable' : `temporal-unavailable-${status}`;
  return { ...again, code, againInMs: Math.min(again.againInMs, LATEST_UNANSWERED) };
}

/** Tried again after 10 s, doubling up to about 10 minutes, then parked. */
export function failed({ id, attempts }: Delivery, fault: string): Tried {
  const tries = attempts + 1;
  const status = tries < MOST_TRIES ? 'pending' : 'parked';
  const againInMs = Math.min(SOONEST * 2 ** attempts, LATEST);
  return { id, status, code: fault, attempts: tries, againInMs };
}
