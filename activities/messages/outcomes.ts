import type { Pool } from 'pg';
import type { Instant } from '../../src/domain/terms.js';
import type { DueMessage } from './due-messages.js';

/** What a claimed message came to. Pauses are in milliseconds. */
export type MessageOutcome =
  | { readonly state: 'sent'; readonly reference: string; readonly askInMs?: number }
  | { readonly state: 'delivered' | 'failed' | 'suppressed'; readonly reason?: string }
  /** Not to be decided yet: nothing was tried. */
  | { readonly state: 'waiting'; readonly inMs: number }
  /** Tried, and to be tried again. */
  | {
      readonly state: 'again';
      readonly reason: string;
      readonly inMs: number;
      readonly mayHaveArrived: boolean;
    }
  /** Handed over; without a pause it is not asked after any more. */
  | { readonly state: 'ask-again'; readonly inMs?: number };

/** Over about a day. */
const MOST_TRIES = 30;
const SHORTEST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** By then whoever has not answered has either taken the message or lost it, so that looking it up tells which. */
const SETTLED_AFTER_MS = 30_000;

const WRITE = `
update message set
  state = coalesce($3, state),
  reference = coalesce($4, reference),
  reason = $5,
  due_at = now() + $6::float8 * interval '1 millisecond',
  claimed_until = null,
  waits = waits + $9::int,
  may_have_arrived = coalesce($7, may_have_arrived),
  advertised_at = case when coalesce($7, may_have_arrived) or coalesce($3, state) in ('sent', 'delivered') then advertised_at end,
  sent_at = coalesce(sent_at, case when $3 = 'sent' then $8::timestamptz end),
  decided_at = coalesce(decided_at, $8::timestamptz)
where id = $1 and claims = $2`;

const DECIDED: readonly MessageOutcome['state'][] = ['sent', 'delivered', 'failed', 'suppressed'];

/** Writes what became of a claimed message by `at` (participation's clock), unless another sender has claimed it since. */
export async function writeOutcome(
  pool: Pool,
  { id, claims }: DueMessage,
  outcome: MessageOutcome,
  at: Instant,
): Promise<void> {
  const decided = DECIDED.includes(outcome.state);
  await pool.query({
    name: 'write-message',
    text: WRITE,
    values: [
      id,
      claims,
      decided ? outcome.state : null,
      outcome.state === 'sent' ? outcome.reference : null,
      'reason' in outcome ? (outcome.reason ?? null) : null,
      'inMs' in outcome ? outcome.inMs : outcome.state === 'sent' ? (outcome.askInMs ?? null) : null,
      arrival(outcome),
      decided ? new Date(at) : null,
      outcome.state === 'waiting' ? 1 : 0,
    ],
  });
}

/** Whether it may have arrived without our knowing; null leaves that as it is. */
function arrival(outcome: MessageOutcome): boolean | null {
  if (outcome.state === 'again') return outcome.mayHaveArrived;
  return outcome.state === 'sent' || outcome.state === 'delivered' ? false : null;
}

/** Of what may have arrived already it is not said that it was kept back. */
export function keptBack({ mayHaveArrived }: DueMessage, because: string): MessageOutcome {
  if (!mayHaveArrived) return { state: 'suppressed', reason: because };
  return {
    state: 'failed',
    reason: `It may have arrived, and is not tried again (${because})`,
  };
}

/** To be tried again after a pause, or given up, for all to see, after too many tries. */
export function setBack(
  { attempts, claims, waits }: DueMessage,
  { reason, mayHaveArrived }: { readonly reason: string; readonly mayHaveArrived: boolean },
): MessageOutcome {
  if (Math.max(attempts, claims - waits - 1) + 1 >= MOST_TRIES) return { state: 'failed', reason };
  const pause = Math.min(SHORTEST_PAUSE_MS * 2 ** attempts, LONGEST_PAUSE_MS);
  const inMs = mayHaveArrived ? Math.max(pause, SETTLED_AFTER_MS) : pause;
  return { state: 'again', reason, mayHaveArrived, inMs };
}
