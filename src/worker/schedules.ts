import {
  type ConnectionLike,
  ScheduleAlreadyRunning,
  ScheduleClient,
  type ScheduleOptions,
} from '@temporalio/client';
import { TASK_QUEUE } from '../../workflows/contract/participation.js';
import { SWEEP } from '../../workflows/contract/sweep.js';
import type { Config } from '../config.js';

/** Creates the schedule of the sweep, or brings it up to this configuration; whether somebody has paused it stays as it is. */
export async function scheduleSweep(
  { sweepEveryMs, temporalNamespace }: Pick<Config, 'sweepEveryMs' | 'temporalNamespace'>,
  connection: ConnectionLike,
): Promise<void> {
  const schedules = new ScheduleClient({ connection, namespace: temporalNamespace });
  const wanted = options(sweepEveryMs);
  try {
    await schedules.create(wanted);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await schedules.getHandle(SWEEP).update(({ state }) => ({ ...wanted, state }));
  }
}

/** One sweep at a time; what was missed during an outage is made up by the next one. */
function options(everyMs: number) {
  return {
    scheduleId: SWEEP,
    spec: { intervals: [{ every: everyMs }] },
    policies: { overlap: 'SKIP', catchupWindow: '1 minute' },
    action: {
      type: 'startWorkflow',
      workflowType: SWEEP,
      workflowId: SWEEP,
      taskQueue: TASK_QUEUE,
      staticSummary: 'Warns and drops those who have not visited for too long',
    },
  } as const satisfies ScheduleOptions;
}
