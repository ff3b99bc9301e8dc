import type { Definition } from '../domain/definition.js';
import { nextDue } from '../domain/phase.js';
import { invited } from '../domain/state.js';
import type { Terms } from '../domain/terms.js';
import type { CallHash } from './call-hash.js';
import type { Delivery, Tried } from './deliveries.js';
import { type Signal, signalOf, UnknownEventTypeError } from './signal-of.js';
import type { Sent, Start, TemporalGateway } from './temporal-gateway.js';

/** How often a delivery may fail by itself before it is parked; outages do not count. */
const MOST_TRIES = 8;
const SECOND = 1_000;

/** A programme version's definition with its rule part. */
export interface Published {
  readonly definition: Definition;
  readonly terms: Terms;
}

/** Gives a programme version as a published one never changes. */
export type Programmes = (code: string, version: number) => Promise<Published>;

/** What bringing needs. */
export interface Means {
  readonly gateway: TemporalGateway;
  readonly programmes: Programmes;
  readonly hash: CallHash;
  readonly now: () => number;
}

/** Brings one delivery to its workflow and says what became of it. Throws OutageError, by which nothing is decided. */
export async function bring(delivery: Delivery, means: Means): Promise<Tried> {
  const now = means.now();
  if (isEnded(delivery)) return { ...tried(delivery, now), status: 'ignored', code: 'ended' };
  const sent = await send(delivery, means);
  if (sent === 'workflow-missing')
    return { ...tried(delivery, now), status: 'parked', code: 'workflow-missing' };
  if (sent !== 'sent') return failed(delivery, sent.fault, now);
  return isInvitation(delivery) ? { ...tried(delivery, now), status: 'applied' } : tried(delivery, now);
}

async function send(delivery: Delivery, { gateway, programmes, hash, now }: Means): Promise<Sent> {
  const { definition, terms } = await programmes(delivery.programme.code, delivery.programme.version);
  const start = startOf(delivery, terms);
  if (isInvitation(delivery))
    return gateway.start(start, delivery.id, startDelay(start, now() + delivery.clockOffset));
  const signal = mapped(() => signalOf(delivery, definition, hash));
  if ('fault' in signal) return signal;
  if (delivery.phase === 'invited') return gateway.signalWithStart(start, delivery.id, signal);
  return gateway.signal(delivery.participation, delivery.id, signal);
}

/** An event that no signal can be made of is the event's fault, never an outage. */
function mapped(map: () => Signal): Signal | { readonly fault: string } {
  try {
    return map();
  } catch (error) {
    if (error instanceof UnknownEventTypeError) return { fault: 'unknown-event-type' };
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
  return phase === 'completed' || phase === 'ended';
}

/** Sent again if no outcome is recorded by then: after 10 s, doubling up to about 10 minutes. */
function tried({ id, attempts }: Delivery, now: number): Tried {
  const backoff = 10 * SECOND * 2 ** Math.min(attempts, 6);
  return { id, status: 'pending', attempts: attempts + 1, nextTryAt: new Date(now + backoff) };
}

function failed(delivery: Delivery, fault: string, now: number): Tried {
  const again = tried(delivery, now);
  return again.attempts < MOST_TRIES
    ? { ...again, code: fault }
    : { ...again, status: 'parked', code: fault };
}
