import type { Logger } from 'pino';
import type { RunName, Runs } from '../../prisma/runs.js';
import { OutageError } from './temporal-gateway.js';

/** Looks now and then whether Temporal lacks a workflow that PostgreSQL says is needed. */
export interface Looker {
  /** Answers whether it was time to. Throws OutageError. */
  lookNowAndThen(): Promise<boolean>;
}

/**
 * Lets each look if it is time to, and writes down which has. What Temporal does not answer for is only told: it keeps no event waiting,
 * which finds out by itself whether there is an outage.
 */
export async function lookAll(
  lookers: Readonly<Partial<Record<RunName, Looker>>>,
  runs: Runs,
  log: Logger,
): Promise<void> {
  const names = Object.keys(lookers) as RunName[];
  await Promise.all(
    names.map(async (name) => {
      try {
        if (await lookers[name]?.lookNowAndThen()) await runs.completed(name);
      } catch (err) {
        if (!(err instanceof OutageError)) throw err;
        log.warn({ err, what: name }, 'cannot start what is to be started now; it is tried again');
      }
    }),
  );
}
