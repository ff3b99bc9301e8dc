import type { ConnectionLike } from '@temporalio/client';
import type { Worker } from '@temporalio/worker';
import type { Pool } from 'pg';
import { type Check, databaseChecks } from '../health/health.js';

const ANSWER_WITHIN_MS = 2_000;

/** A worker is ready while it reaches PostgreSQL and Temporal and every one of its queues is polled. */
export function workerChecks(
  pool: Pool,
  connection: Pick<ConnectionLike, 'workflowService' | 'withDeadline'>,
  workers: readonly Pick<Worker, 'getState'>[],
): Readonly<Record<string, Check>> {
  return {
    ...databaseChecks(pool),
    temporal: async () =>
      void (await connection.withDeadline(Date.now() + ANSWER_WITHIN_MS, () =>
        connection.workflowService.getSystemInfo({}),
      )),
    workers: async () => {
      const states = workers.map((worker) => worker.getState());
      if (states.some((state) => state !== 'RUNNING'))
        throw new Error(`the workers are ${states.join(', ')}`);
    },
  };
}
