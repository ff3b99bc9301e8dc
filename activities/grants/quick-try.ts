import type { Pool } from 'pg';
import type { AccountPatterns } from '../charging/account.js';
import type { Charging } from '../charging/charging.js';
import { firstAttempts, writeOutcome } from './grant-row.js';

/** One try of each new grant, short enough for the step that it belongs to; answers the ids that are still pending. */
export type QuickTry = (grants: readonly string[]) => Promise<readonly string[]>;

/** Longer would hold up the participation's signals; what is not credited by then goes to a workflow of its own. */
const TIMEOUT_MS = 1_500;

/** Tries grants that were never tried before, all at once. */
export function createQuickTry(pool: Pool, charging: Charging, patterns: AccountPatterns): QuickTry {
  return async (grants) => {
    const attempts = await firstAttempts(pool, patterns, grants);
    const outcomes = await Promise.all(
      attempts.map(async (attempt) => {
        const outcome = await charging.credit(attempt.topUp, { timeoutMs: TIMEOUT_MS, lookUpFirst: false });
        await writeOutcome(pool, attempt, outcome);
        return { id: attempt.topUp.grantId, state: outcome.state };
      }),
    );
    return outcomes.filter(({ state }) => state === 'pending').map(({ id }) => id);
  };
}
