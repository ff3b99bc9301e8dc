import { ask, countdown, type Crediter } from './asking.js';
import { FIRST_TRY_MS, type FirstAttempt, firstAttempts, giveBack } from './grant-row.js';

/** One try of each new grant, short enough for the step that it belongs to; answers the ids that are still pending. */
export type QuickTry = (grants: readonly string[]) => Promise<readonly string[]>;

/** Longer would hold up the participation's signals; what is not credited by then goes to a workflow of its own. */
const TIMEOUT_MS = 1_500;

/** Tries grants that were never tried before, all at once; those that the rate has no room for go to the queue untried. */
export function createQuickTry(crediter: Crediter): QuickTry {
  return async (grants) => {
    const left = countdown(FIRST_TRY_MS);
    const [attempts, room] = await Promise.all([
      firstAttempts(crediter, grants),
      roomFor(crediter, grants.length),
    ]);
    const untried = attempts.slice(room);
    const pending = await Promise.all([
      ...attempts.slice(0, room).map((each) => triedInVain(crediter, each, left)),
      ...(untried.length > 0 ? [giveBack(crediter.pool, untried.map(idOf)).then(() => untried)] : []),
    ]);
    return pending.flat().map(idOf);
  };
}

/** For how many of so many the rate has room right now. */
async function roomFor({ permits }: Crediter, count: number): Promise<number> {
  const waits = await Promise.all(Array.from({ length: count }, () => permits.take()));
  return waits.filter((waitMs) => waitMs === 0).length;
}

/** The grant, if it is still pending. Whatever goes wrong with it, its own workflow meets again and says so. */
async function triedInVain(
  crediter: Crediter,
  attempt: FirstAttempt,
  left: () => number,
): Promise<readonly FirstAttempt[]> {
  const timeoutMs = Math.min(TIMEOUT_MS, attempt.leftMs, left());
  if (timeoutMs <= 0) return [attempt];
  const state = await ask(crediter, attempt, { timeoutMs })
    .then((outcome) => outcome.state)
    .catch(() => 'pending' as const);
  return state === 'pending' ? [attempt] : [];
}

function idOf({ topUp }: FirstAttempt): string {
  return topUp.grantId;
}
