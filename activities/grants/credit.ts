import { ApplicationFailure, Context } from '@temporalio/activity';
import type { Milliseconds } from '../../src/domain/terms.js';
import type { Crediting } from '../../workflows/contract/credit.js';
import type { CreditOutcome } from '../charging/charging.js';
import { ask, countdown, type Crediter } from './asking.js';
import { beginAttempt, standingOf } from './grant-row.js';

const SECOND = 1_000;
const LONGEST = 15 * 60 * SECOND;

/** Below the activity's own time-out, so that a slow answer is an outcome and not a lost activity. */
const TIMEOUT_MS = 30 * SECOND;
/** With it still below: whoever has to wait longer for room in the rate is asked again by the server. */
const WAIT_AT_MOST_MS = 5 * SECOND;

/** There is no such grant: DATABASE_URL names another installation. */
export class UnknownGrantError extends Error {
  override readonly name = 'UnknownGrantError';
  constructor() {
    super('the grant of this workflow is not in the database: is DATABASE_URL the right one?');
  }
}

/**
 * Asks the charging system once about one grant, wherever earlier tries left it and as soon as it may be asked, and writes down what it answered; a
 * worker that shuts down does not wait for the answer, which the next try looks for.
 */
export function createCrediting(crediter: Crediter): Crediting {
  return {
    async credit(grant) {
      const standing = await standingOf(crediter.pool, grant);
      if (!standing) throw new UnknownGrantError();
      if (standing.state !== 'pending') return { state: standing.state };
      if (standing.waitMs > 0) throw askAgainIn(standing.waitMs, 'The charging system may be working on it');
      await leave(crediter);
      const left = countdown(TIMEOUT_MS);
      const attempt = await beginAttempt(crediter, grant, TIMEOUT_MS);
      if (!attempt) throw askAgainIn(SECOND, 'Somebody else has begun to try it');
      const outcome = await ask(crediter, attempt, {
        timeoutMs: Math.max(1, left()),
        signal: Context.current().cancellationSignal,
      });
      if (outcome.state === 'pending') throw stillPending(outcome);
      return { state: outcome.state };
    },
  };
}

/** Waits until the rate has room for one. */
async function leave({ permits }: Crediter): Promise<void> {
  const left = countdown(WAIT_AT_MOST_MS);
  for (;;) {
    const waitMs = await permits.take();
    if (waitMs === 0) return;
    if (waitMs > left()) throw askAgainIn(waitMs, 'As many are credited as CHARGING_RATE lets through');
    await Context.current().sleep(waitMs);
  }
}

/** Asked again with growing pauses, and no sooner than the charging system named. */
function stillPending({
  reason,
  retryAfterMs = 0,
}: Extract<CreditOutcome, { state: 'pending' }>): ApplicationFailure {
  const backoff = Math.min(SECOND * 2 ** (Context.current().info.attempt - 1), LONGEST);
  return askAgainIn(Math.max(backoff, retryAfterMs), reason);
}

function askAgainIn(nextRetryDelay: Milliseconds, message: string): ApplicationFailure {
  return ApplicationFailure.create({ type: 'StillPending', message, nextRetryDelay });
}
