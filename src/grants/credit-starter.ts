import { Client, type Connection, ServiceError } from '@temporalio/client';
import type { Logger } from 'pino';
import { CREDIT, CREDIT_SUMMARY, creditIdOf } from '../../workflows/contract/credit.js';
import { TASK_QUEUE } from '../../workflows/contract/participation.js';
import { Problem } from '../problems/problem.js';

/** Longer than a healthy server ever takes, shorter than a caller waits. */
const WITHIN_MS = 5_000;

/** Starts the workflow that credits one grant. */
export class CreditStarter {
  private readonly client: Client;

  constructor(
    private readonly connection: Connection,
    namespace: string,
    private readonly log: Logger,
  ) {
    this.client = new Client({ connection, namespace });
  }

  /**
   * Starts it unless it runs, or instead of one that has written down its failure and is about to end.
   * Throws Problem (503) when Temporal does not answer.
   */
  async start(grant: string, how: 'unless-running' | 'instead'): Promise<void> {
    try {
      await this.connection.withDeadline(Date.now() + WITHIN_MS, () =>
        this.client.workflow.start(CREDIT, {
          workflowId: creditIdOf(grant),
          taskQueue: TASK_QUEUE,
          args: [grant],
          workflowIdConflictPolicy: how === 'instead' ? 'TERMINATE_EXISTING' : 'USE_EXISTING',
          staticSummary: CREDIT_SUMMARY,
        }),
      );
    } catch (err) {
      if (!(err instanceof ServiceError)) throw err;
      this.log.warn({ err }, 'Temporal does not answer');
      const detail = 'The grant is pending, but Temporal does not answer: send the same request again later.';
      throw new Problem(503, 'temporal-unavailable', detail, { headers: { 'retry-after': '5' } });
    }
  }
}
