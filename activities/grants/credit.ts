import { ApplicationFailure, Context } from '@temporalio/activity';
import type { Pool } from 'pg';
import type { Crediting } from '../../workflows/contract/credit.js';
import type { AccountPatterns } from '../charging/account.js';
import type { Charging, ChargingAlarm, CreditOutcome } from '../charging/charging.js';
import { nextAttempt, writeOutcome } from './grant-row.js';

/** Below the activity's own time-out, so that a slow answer is an outcome and not a lost activity. */
const TIMEOUT_MS = 30_000;

const SECOND = 1_000;
const LONGEST = 15 * 60 * SECOND;

/** There is no such grant: DATABASE_URL names another installation. */
export class UnknownGrantError extends Error {
  override readonly name = 'UnknownGrantError';
  constructor() {
    super('the grant of this workflow is not in the database: is DATABASE_URL the right one?');
  }
}

/**
 * Asks the charging system once about one grant, wherever earlier tries left it, and writes down what it answered; a
 * worker that shuts down does not wait for the answer, which the next try looks for.
 */
export function createCrediting(
  pool: Pool,
  charging: Charging,
  patterns: AccountPatterns,
  alarm: (alarm: ChargingAlarm) => void,
): Crediting {
  return {
    async credit(grant) {
      const attempt = await nextAttempt(pool, patterns, grant);
      if (!attempt) throw new UnknownGrantError();
      if (!('topUp' in attempt)) return attempt;
      if (attempt.state !== 'pending') return { state: attempt.state };
      const outcome = await charging.credit(attempt.topUp, {
        timeoutMs: TIMEOUT_MS,
        lookUpFirst: attempt.attemptsBefore > 0,
        reference: attempt.reference,
        signal: Context.current().cancellationSignal,
      });
      if (outcome.alarm) alarm(outcome.alarm);
      await writeOutcome(pool, attempt, outcome);
      if (outcome.state === 'pending') throw stillPending(outcome);
      return { state: outcome.state };
    },
  };
}

/** Asked again with growing pauses, and no sooner than the charging system named. */
function stillPending({
  reason,
  retryAfterMs = 0,
}: Extract<CreditOutcome, { state: 'pending' }>): ApplicationFailure {
  const backoff = Math.min(SECOND * 2 ** (Context.current().info.attempt - 1), LONGEST);
  return ApplicationFailure.create({
    type: 'StillPending',
    message: reason,
    nextRetryDelay: Math.max(backoff, retryAfterMs),
  });
}
