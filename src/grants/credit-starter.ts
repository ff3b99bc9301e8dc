import { Client, type Connection, ServiceError } from '@temporalio/client';
import type { Logger } from 'pino';
import { isOwnFault } from '../temporal.js';
import { CREDIT, CREDIT_SUMMARY, creditIdOf } from '../../workflows/contract/credit.js';
import { TASK_QUEUE } from '../../workflows/contract/participation.js';

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
   * Starts it unless it runs, or instead of one that has written down its failure and is about to end. While Temporal cannot be
   * asked, the relay starts it later: it looks for pending grants that nothing credits. Throws what Temporal refuses for good.
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
      if (!(err instanceof ServiceError) || isOwnFault(err.cause)) throw err;
      this.log.warn({ err, grant }, 'Temporal does not answer; the relay starts this credit later');
    }
  }
}
