import { describe, expect, it } from '@jest/globals';
import type { Journal } from '../../workflows/contract/participation.js';
import { ownEvents } from '../support/cost.js';
import { eventsOf } from '../support/history.js';
import { Installation, type Invited } from '../support/installation.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { until } from '../support/until.js';
import { caughtUp, gate, paidOnce, registered } from './kit.js';

const temporal = await ownTemporalEnvironment();
const installation = await Installation.start(temporal);
const { pool } = installation.database;

/** Until the step is tried as an ordinary activity, which the server repeats. */
async function recordedLater(customer: Invited): Promise<void> {
  await until(async () => {
    const events = await eventsOf(temporal, customer.workflowId);
    return events.some((event) => event.activityTaskScheduledEventAttributes) || undefined;
  });
}

/** What one video costs while something is wrong: all events from its signal on. */
async function eventsOfVideo(customer: Invited, whileWrong: () => Promise<void>): Promise<number> {
  await caughtUp(installation, customer, 1);
  const before = (await eventsOf(temporal, customer.workflowId)).length;
  await whileWrong();
  await caughtUp(installation, customer, 2);
  expect(await paidOnce(installation, customer)).toEqual(['registered', 'video-watched']);
  return ownEvents(await eventsOf(temporal, customer.workflowId)).length - before;
}

describe('a step while PostgreSQL', () => {
  it('refuses to work is recorded when it works again, for few events however long that takes', async () => {
    const customer = await registered(installation);
    const events = await eventsOfVideo(customer, async () => {
      await pool.query('alter table step rename to step_away');
      await installation.hear(customer, 'selfservice.video-watched');
      await recordedLater(customer);
      await attempts(customer, 3);
      await pool.query('alter table step_away rename to step');
    });
    expect(events).toBeLessThanOrEqual(11);
  });

  it('is slow is recorded once, though it was tried twice at a time', async () => {
    const customer = await registered(installation);
    const answered = gate();
    const journal = installation.activities.participations;
    let calls = 0;
    const slow: Journal = {
      async record(step) {
        calls += 1;
        const recorded = await journal.record(step);
        if (calls === 1) await answered.opened;
        return recorded;
      },
    };
    await caughtUp(installation, customer, 1);
    await installation.stopWorkers();
    await installation.startWorkers({ participations: { ...journal, ...slow } });
    const events = await eventsOfVideo(customer, async () => {
      await installation.hear(customer, 'selfservice.video-watched');
      await recordedLater(customer);
      answered.open();
    });
    expect(events).toBeLessThanOrEqual(11);
    expect((await installation.row(customer)).steps).toBe(2);
    expect(calls).toBe(2);
  });
});

async function attempts({ workflowId }: Invited, atLeast: number): Promise<void> {
  await until(async () => {
    const { raw } = await temporal.client.workflow.getHandle(workflowId).describe();
    return (raw.pendingActivities?.[0]?.attempt ?? 0) >= atLeast || undefined;
  });
}
