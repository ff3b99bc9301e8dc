import { Client, type Connection, ServiceError } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { Logger } from 'pino';
import { FAST_FORWARD, fastForwardIdOf } from '../../workflows/contract/fast-forward.js';
import { TASK_QUEUE } from '../../workflows/contract/participation.js';
import type { Milliseconds } from '../domain/terms.js';
import { Problem } from '../problems/problem.js';
import type { TimeMachine } from './fast-forward.js';

const DAY = 86_400_000;
const ANSWERS_WITHIN_MS = 5_000;

/** Has a clock moved by a workflow of its own, so that nothing stops halfway. */
export class TemporalTimeMachine implements TimeMachine {
  private readonly client: Client;

  constructor(
    private readonly connection: Connection,
    namespace: string,
    private readonly log: Logger,
  ) {
    this.client = new Client({ connection, namespace });
  }

  /** Throws Problem: 409 while this clock is being moved, 503 when Temporal does not answer. */
  async move(participation: string, by: Milliseconds, visiting: boolean): Promise<string> {
    const workflowId = fastForwardIdOf(participation);
    try {
      await this.connection.withDeadline(Date.now() + ANSWERS_WITHIN_MS, () =>
        this.client.workflow.start(FAST_FORWARD, {
          workflowId,
          taskQueue: TASK_QUEUE,
          args: [{ participation, by, visiting }],
          staticSummary: `Moves the clock of ${participation} by ${by / DAY} days${visiting ? ', visiting' : ''}`,
        }),
      );
      return workflowId;
    } catch (error) {
      throw this.problem(error);
    }
  }

  private problem(error: unknown): unknown {
    if (error instanceof WorkflowExecutionAlreadyStartedError) {
      return new Problem(
        409,
        'clock-moving',
        'This clock is being moved already: wait until it has arrived.',
      );
    }
    if (!(error instanceof ServiceError)) return error;
    this.log.warn({ err: error.cause }, 'Temporal does not answer');
    const detail = 'The clock was not moved, as Temporal does not answer: send the same request again later.';
    return new Problem(503, 'temporal-unavailable', detail, { headers: { 'retry-after': '5' } });
  }
}
