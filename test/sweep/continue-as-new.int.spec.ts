import { describe, expect, it } from '@jest/globals';
import { TASK_QUEUE } from '../../workflows/contract/participation.js';
import { fastForwardIdOf } from '../../workflows/contract/fast-forward.js';
import { SWEEP } from '../../workflows/contract/sweep.js';
import { eventsOf } from '../support/history.js';
import { Installation } from '../support/installation.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { fill } from './crowd.js';

const temporal = await ownTemporalEnvironment(['limit.historyCount.suggestContinueAsNew=40']);
const installation = await Installation.start(temporal);
const { pool } = installation.database;

async function isOneOfSeveralRuns(workflowId: string): Promise<boolean> {
  const [first] = await eventsOf(temporal, workflowId);
  return Boolean(first?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId);
}

describe('what takes longer than one history should', () => {
  it('sweeps on where it was, and counts all that it did', async () => {
    await fill(pool, { count: 5_001, oneInToWarn: 1 });
    const swept: unknown = await temporal.client.workflow.execute(SWEEP, {
      workflowId: SWEEP,
      taskQueue: TASK_QUEUE,
    });
    expect(swept).toEqual({ warned: 5_001, proposed: 0 });
    expect(await isOneOfSeveralRuns(SWEEP)).toBe(true);
  });

  it('moves a clock on from where it was, and no further than it was to', async () => {
    const customer = await installation.invite();
    await installation.hear(customer, 'selfservice.registered', { privacyPolicy: '1' });
    await installation.row(customer, ({ phase }) => phase === 'quiet');
    const moved = await installation.fastForward(customer, 'P90D', { visiting: true });
    expect(moved).toEqual({ hops: 5, ended: false });
    expect(await isOneOfSeveralRuns(fastForwardIdOf(customer.id))).toBe(true);
    const { clock_offset } = await installation.row(customer);
    expect(Number(clock_offset)).toBe(90 * 86_400_000);
  });
});
