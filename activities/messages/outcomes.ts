import type { Pool } from 'pg';
import type { Instant } from '../../src/domain/terms.js';
import type { DueMessage } from './due-messages.js';

type Again = Extract<MessageOutcome, { state: 'again' }>;

/** What a claimed message came to. Pauses are in milliseconds. */
export type MessageOutcome =
  | { readonly state: 'sent'; readonly reference: string; readonly askInMs?: number }
  | { readonly state: 'delivered' }
  | { readonly state: 'suppressed'; readonly reason: string }
  /** Without `mayHaveArrived` nothing more is known of that than before. */
  | { readonly state: 'failed'; readonly reason: string; readonly mayHaveArrived?: boolean }
  /** Not to be decided yet: nothing was tried. */
  | { readonly state: 'waiting'; readonly inMs: number }
  /** Tried, and to be tried again. Without `mayHaveArrived` nothing more is known of that than before. */
  | {
      readonly state: 'again';
      readonly reason: string;
      readonly inMs: number;
      readonly mayHaveArrived?: boolean;
    }
  /** Handed over; without a pause it is not asked after any more. */
  | { readonly state: 'ask-again'; readonly inMs?: number };

/** Over about a day. */
const MOST_TRIES = 30;
const SHORTEST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** By then whoever has not answered has either taken the message or lost it, so that looking it up tells which. */
const SETTLED_AFTER_MS = 30_000;

/** The columns that an outcome writes besides ending its claim. */
interface Written {
  /** Where it is decided by now: until then it stays pending, or sent. */
  readonly state: string | null;
  readonly reason: string | null;
  readonly reference: string | null;
  /** Until the sender has to do with it again; null: never. */
  readonly dueInMs: number | null;
  /** Null leaves it as it is. */
  readonly mayHaveArrived: boolean | null;
  readonly waits: 0 | 1;
}

const WRITE = `
update message set
  state = coalesce($3, state),
  reason = $4,
  reference = coalesce($5, reference),
  due_at = now() + $6::float8 * interval '1 millisecond',
  claimed_until = null,
  waits = waits + $7::int,
  may_have_arrived = coalesce($8, may_have_arrived),
  advertised_at = case when coalesce($8, may_have_arrived) or coalesce($3, state) in ('sent', 'delivered') then advertised_at end,
  sent_at = coalesce(sent_at, case when $3 = 'sent' then $9::timestamptz end),
  decided_at = coalesce(decided_at, case when $3 is not null then $9::timestamptz end)
where id = $1 and claims = $2`;

/** Writes what became of a claimed message by `at` (participation's clock), unless another sender has claimed it since. */
export async function writeOutcome(
  pool: Pool,
  { id, claims }: DueMessage,
  outcome: MessageOutcome,
  at: Instant,
): Promise<void> {
  const { state, reason, reference, dueInMs, waits, mayHaveArrived } = written(outcome);
  const values = [id, claims, state, reason, reference, dueInMs, waits, mayHaveArrived, new Date(at)];
  await pool.query({ name: 'write-message', text: WRITE, values });
}

const UNDECIDED: Written = {
  state: null,
  reason: null,
  reference: null,
  dueInMs: null,
  mayHaveArrived: null,
  waits: 0,
};

function written(outcome: MessageOutcome): Written {
  switch (outcome.state) {
    case 'sent': {
      const { state, reference, askInMs = null } = outcome;
      return { ...UNDECIDED, state, reference, dueInMs: askInMs, mayHaveArrived: false };
    }
    case 'delivered':
      return { ...UNDECIDED, state: outcome.state, mayHaveArrived: false };
    case 'suppressed':
      return { ...UNDECIDED, state: outcome.state, reason: outcome.reason };
    case 'failed': {
      const { state, reason, mayHaveArrived = null } = outcome;
      return { ...UNDECIDED, state, reason, mayHaveArrived };
    }
    case 'waiting':
      return { ...UNDECIDED, dueInMs: outcome.inMs, waits: 1 };
    case 'again': {
      const { reason, inMs, mayHaveArrived = null } = outcome;
      return { ...UNDECIDED, reason, dueInMs: inMs, mayHaveArrived };
    }
    case 'ask-again':
      return { ...UNDECIDED, dueInMs: outcome.inMs ?? null };
  }
}

/** Not to be decided for so many milliseconds. */
export function waiting(inMs: number): MessageOutcome {
  return { state: 'waiting', inMs };
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
  { reason, mayHaveArrived }: Pick<Again, 'reason' | 'mayHaveArrived'>,
): MessageOutcome {
  const known = mayHaveArrived !== undefined && { mayHaveArrived };
  if (Math.max(attempts, claims - waits - 1) + 1 >= MOST_TRIES) return { state: 'failed', reason, ...known };
  const pause = Math.min(SHORTEST_PAUSE_MS * 2 ** attempts, LONGEST_PAUSE_MS);
  const inMs = mayHaveArrived === false ? pause : Math.max(pause, SETTLED_AFTER_MS);
  return { state: 'again', reason, inMs, ...known };
}
