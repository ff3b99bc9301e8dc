import { randomUUID } from 'node:crypto';
import type { WorkflowService } from '@temporalio/client';
import { msNumberToTs, optionalTsToMs } from '@temporalio/common/lib/time.js';
import proto from '@temporalio/proto';

const { WorkflowExecutionStatus, FastForwardPollingResult } = proto.temporal.api.enums.v1;
type Described = Partial<Awaited<ReturnType<WorkflowService['describeWorkflowExecution']>>>;

const NOT_FOUND = 5;
const RUNNING = WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
const TIMED_OUT = FastForwardPollingResult.FAST_FORWARD_POLLING_RESULT_POLL_TIMEOUT;

/** The run is still on its way: something that it waits for, such as an activity, has not come yet. */
export class ClockStillMovingError extends Error {
  override readonly name = 'ClockStillMovingError';
  constructor() {
    super('the clock is still on its way; the workflow has something in flight');
  }
}

/** The clocks of single runs on a server that can skip time (dynamic config frontend.WorkflowTimeSkippingEnabled). */
export class RunClock {
  constructor(
    private readonly service: Pick<
      WorkflowService,
      'describeWorkflowExecution' | 'updateWorkflowExecutionOptions' | 'pollWorkflowExecutionTimeSkipping'
    >,
    private readonly namespace: string,
  ) {}

  /** Brings this workflow's clock up to wall clock + `offset`; answers whether it still runs. Throws ClockStillMovingError. */
  async bringUp(workflowId: string, offset: number): Promise<'running' | 'closed'> {
    for (;;) {
      const { running, now, moving } = await this.read(workflowId);
      if (!running) return 'closed';
      const behind = Date.now() + offset - now;
      if (!moving && behind <= 0) return 'running';
      await this.arrival(workflowId, moving ?? (await this.start(workflowId, behind)));
    }
  }

  private async read(workflowId: string) {
    const { workflowExecutionInfo: info, workflowExtendedInfo } = await this.describe(workflowId);
    const skipping = workflowExtendedInfo?.timeSkippingInfo;
    const moving = skipping?.effectiveConfig?.enabled ? skipping.fastForwardInfo?.fastForwardId : undefined;
    return {
      running: info?.status === RUNNING,
      now: optionalTsToMs(skipping?.currentTime) ?? Date.now(),
      moving,
    };
  }

  /** A workflow that is not known any more is closed for good. */
  private async describe(workflowId: string): Promise<Described> {
    try {
      return await this.service.describeWorkflowExecution({
        namespace: this.namespace,
        execution: { workflowId },
      });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === NOT_FOUND) return {};
      throw error;
    }
  }

  /** Credits keep the wall clock's pauses: an outage of the charging system must not become a storm. */
  private async start(workflowId: string, duration: number): Promise<string> {
    const id = randomUUID();
    await this.service.updateWorkflowExecutionOptions({
      namespace: this.namespace,
      workflowExecution: { workflowId },
      workflowExecutionOptions: {
        timeSkippingConfig: {
          enabled: true,
          disablePropagation: true,
          fastForwardConfig: { id, duration: msNumberToTs(duration) },
        },
      },
      updateMask: { paths: ['time_skipping_config'] },
    });
    return id;
  }

  private async arrival(workflowId: string, fastForwardId: string): Promise<void> {
    const { fastForwardPollingResult } = await this.service.pollWorkflowExecutionTimeSkipping({
      namespace: this.namespace,
      workflowExecution: { workflowId },
      fastForwardId,
    });
    if (fastForwardPollingResult === TIMED_OUT) throw new ClockStillMovingError();
  }
}
