import { describe, expect, it } from '@jest/globals';
import type { WorkflowFailedError } from '@temporalio/client';
import { scheduleSweep } from '../../src/worker/schedules.js';
import { TASK_QUEUE } from '../../workflows/contract/participation.js';
import { SWEEP } from '../../workflows/contract/sweep.js';
import { Installation } from '../support/installation.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { until } from '../support/until.js';
import { fill, sweepingOn } from './crowd.js';

const temporal = await ownTemporalEnvironment();
const installation = await Installation.start(temporal, []);
const { pool } = installation.database;
const { schedule, workflow } = temporal.client;
const HOUR = 3_600_000;

async function count(table: string): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(`select count(*)::int as n from ${table}`);
  return rows[0]?.n ?? NaN;
}

/** Runs one sweep with this limit, as the schedule would. */
async function sweepOnce(maxDrop: number) {
  const { sweeping, alarms } = sweepingOn(pool, maxDrop);
  const journal = installation.activities.participations;
  await installation.startWorkers({ participations: { ...journal, ...sweeping } });
  const running = workflow.execute(SWEEP, { workflowId: SWEEP, taskQueue: TASK_QUEUE });
  const result: unknown = await running.catch((error: WorkflowFailedError) => error.cause?.message);
  await installation.stopWorkers();
  return { result, alarms: alarms() };
}

describe('the sweep', () => {
  it('stops before its first drop and raises an alarm when it would drop too many, having warned', async () => {
    await fill(pool, { count: 420, oneInToWarn: 20, oneInToDrop: 20 });
    const { result, alarms } = await sweepOnce(0.04);
    expect(result).toMatch(/^21 of 420 open participations would be dropped/);
    expect(alarms).toBe(1);
    expect(await count('warning')).toBe(21);
    expect(await count('event')).toBe(0);
  });

  it('drops as many as the operator allows, and up to 20 in any case', async () => {
    expect(await sweepOnce(0.05)).toEqual({ result: { warned: 0, proposed: 21 }, alarms: 0 });
    await pool.query('truncate participation cascade');
    await fill(pool, { count: 20, oneInToDrop: 1 });
    expect(await sweepOnce(0)).toEqual({ result: { warned: 0, proposed: 20 }, alarms: 0 });
  });
});

describe('when a sweep was last completed', () => {
  const completedAt = async () => {
    const { rows } = await pool.query<{ at: Date }>(
      `select completed_at as at from run where name = 'sweep'`,
    );
    return rows[0]?.at ?? new Date(NaN);
  };

  it('is known before the first, is not moved by one that stops, and is by one that drops', async () => {
    await pool.query('truncate participation cascade');
    await pool.query(`update run set completed_at = '2026-01-01T00:00:00Z' where name = 'sweep'`);
    await fill(pool, { count: 21, oneInToDrop: 1 });
    expect((await sweepOnce(0)).alarms).toBe(1);
    expect(await completedAt()).toEqual(new Date('2026-01-01T00:00:00Z'));
    await sweepOnce(1);
    expect(Date.now() - (await completedAt()).getTime()).toBeLessThan(HOUR);
  });
});

describe('the schedule of the sweep', () => {
  it('takes a changed interval with the next start of a worker, and stays paused if somebody paused it', async () => {
    const at = (sweepEveryMs: number) =>
      scheduleSweep(
        { sweepEveryMs, temporalNamespace: temporal.namespace },
        temporal.environment.nativeConnection,
      );
    await at(HOUR);
    await schedule.getHandle(SWEEP).pause('somebody looks into it');
    await at(2 * HOUR);
    expect(await schedule.getHandle(SWEEP).describe()).toMatchObject({
      spec: { intervals: [{ every: 2 * HOUR }] },
      policies: { overlap: 'SKIP', catchupWindow: 60_000 },
      state: { paused: true, note: 'somebody looks into it' },
    });
    await schedule.getHandle(SWEEP).delete();
  });

  it('sweeps by itself', async () => {
    await pool.query('truncate participation cascade');
    await fill(pool, { count: 10, oneInToWarn: 10 });
    await installation.startWorkers();
    const every = { sweepEveryMs: 1_000, temporalNamespace: temporal.namespace };
    await scheduleSweep(every, temporal.environment.nativeConnection);
    await until(async () => ((await count('warning')) === 1 ? true : undefined));
    await schedule.getHandle(SWEEP).delete();
  });
});
