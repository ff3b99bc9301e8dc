import type { Pool } from 'pg';
import type { AccountPatterns } from '../charging/account.js';
import type { Charging, ChargingAlarm, CreditOutcome } from '../charging/charging.js';
import { type Attempt, firstAttempts, writeOutcome } from './grant-row.js';

/** One try of each new grant, short enough for the step that it belongs to; answers the ids that are still pending. */
export type QuickTry = (grants: readonly string[]) => Promise<readonly string[]>;

/** Longer would hold up the participation's signals; what is not credited by then goes to a workflow of its own. */
const TIMEOUT_MS = 1_500;

/** Tries grants that were never tried before, all at once. */
export function createQuickTry(
  pool: Pool,
  charging: Charging,
  patterns: AccountPatterns,
  alarm: (alarm: ChargingAlarm) => void = () => undefined,
): QuickTry {
  const tryOnce = async (attempt: Attempt): Promise<CreditOutcome['state']> => {
    const outcome = await charging.credit(attempt.topUp, { timeoutMs: TIMEOUT_MS, lookUpFirst: false });
    if (outcome.alarm) alarm(outcome.alarm);
    await writeOutcome(pool, attempt, outcome);
    return outcome.state;
  };
  return async (grants) => {
    const attempts = await firstAttempts(pool, patterns, grants);
    // Whatever goes wrong with one of them, its own workflow meets again and says so.
    const states = await Promise.all(attempts.map((each) => tryOnce(each).catch(() => 'pending')));
    return attempts.filter((_, i) => states[i] === 'pending').map(({ topUp }) => topUp.grantId);
  };
}
