import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { tsToMs } from '@temporalio/common/lib/time.js';
import defaultProgramme from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import type { TimeMachine } from '../../workflows/contract/fast-forward.js';
import { toldAt } from '../charging/told-system.js';
import { Installation, type Invited } from '../support/installation.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { until } from '../support/until.js';

const temporal = await ownTemporalEnvironment();
const installation = await Installation.start(temporal);
const { pool } = installation.database;
const { workflowService } = temporal.client;
const { namespace } = temporal;
const machine = installation.activities.participations as TimeMachine;

const DAY = 86_400_000;
const A_MOMENT = 60_000;

async function registered(version = 1): Promise<Invited> {
  const customer = await installation.invite({ version });
  await installation.hear(customer, 'selfservice.registered', { privacyPolicy: '1' });
  await installation.row(customer, ({ phase }) => phase === 'quiet');
  return customer;
}

/** How many days the run's clock is ahead of the wall clock. */
async function runIsAhead({ workflowId }: Invited): Promise<number> {
  const { workflowExtendedInfo } = await workflowService.describeWorkflowExecution({
    namespace,
    execution: { workflowId },
  });
  const now = workflowExtendedInfo?.timeSkippingInfo?.currentTime;
  return now ? Math.round((tsToMs(now) - Date.now()) / DAY) + 0 : 0;
}

/** Row and run stand so many days ahead, and the sweep's next look moved along. */
async function expectAhead(customer: Invited, days: number): Promise<void> {
  const { rows } = await pool.query<{ ahead: number; look: number }>(
    `select clock_offset::float / ${DAY} as ahead,
       extract(epoch from sweep_at - last_visit_at)::float + clock_offset / 1000 as look
     from participation where id = $1`,
    [customer.id],
  );
  expect(rows).toEqual([{ ahead: days, look: (21 * DAY) / 1000 }]);
  expect(await runIsAhead(customer)).toBe(days);
}

describe('a clock that is moved', () => {
  it('arrives where it was to, however often the move is repeated, and never goes back', async () => {
    const customer = await registered();
    const now = await machine.hop({ participation: customer.id, offset: 10 * DAY });
    expect(Math.abs(now - Date.now() - 10 * DAY)).toBeLessThan(A_MOMENT);
    await machine.hop({ participation: customer.id, offset: 10 * DAY });
    await machine.hop({ participation: customer.id, offset: 5 * DAY });
    await expectAhead(customer, 10);
  });

  it('is brought up to its row after a crash between the two', async () => {
    const customer = await registered();
    await installation.stopWorkers();
    const { rows } = await pool.query<{ sweep_at: Date }>(
      'select sweep_at from participation where id = $1',
      [customer.id],
    );
    await pool.query('update participation set clock_offset = $2, sweep_at = $3 where id = $1', [
      customer.id,
      15 * DAY,
      new Date((rows[0]?.sweep_at.getTime() ?? NaN) - 15 * DAY),
    ]);
    await installation.startWorkers();
    await installation.fastForward(customer, 'P1D');
    await expectAhead(customer, 16);
  });

  it('is brought up to its row after a reset, and nothing is decided or paid twice', async () => {
    const customer = await registered();
    await installation.fastForward(customer, 'P100D', { visiting: true });
    const execution = await temporal.client.workflow.getHandle(customer.workflowId).describe();
    const { events } = await temporal.client.workflow.getHandle(customer.workflowId).fetchHistory();
    const firstTask = events?.find((event) => event.workflowTaskCompletedEventAttributes)?.eventId;
    await workflowService.resetWorkflowExecution({
      namespace,
      workflowExecution: { workflowId: customer.workflowId, runId: execution.runId },
      workflowTaskFinishEventId: firstTask ?? null,
      requestId: randomUUID(),
      reason: 'a test',
    });
    expect(await runIsAhead(customer)).toBe(0);
    const { ended } = await installation.fastForward(customer, 'P190D', { visiting: true });
    expect(ended).toBe(true);
    expect(await installation.row(customer)).toMatchObject({ phase: 'completed', granted_megabytes: 2400 });
    const grants = await installation.grants(customer);
    expect(grants.map(({ code, state }) => [code, state])).toEqual([
      ['quiet-period', 'credited'],
      ['registered', 'credited'],
    ]);
    const bookings = await Promise.all(
      grants.map(({ id }) => toldAt(installation.chargingOrigin).bookingsOf(id)),
    );
    expect(bookings.map((each) => each.length)).toEqual([1, 1]);
  });

  it('passes through an invitation that nobody takes up', async () => {
    const customer = await installation.invite();
    const { ended } = await installation.fastForward(customer, 'P100D');
    expect(ended).toBe(true);
    expect(await installation.row(customer)).toMatchObject({
      phase: 'ended',
      ended_because: 'invitation-expired',
      granted_megabytes: 0,
    });
  });

  it('moves in one hop where no visit rule could be jumped over', async () => {
    const { visits: _none, ...withoutVisits } = defaultProgramme;
    const customer = await registered(await installation.publish(withoutVisits));
    expect(await installation.fastForward(customer, 'P290D')).toEqual({ hops: 1, ended: true });
    expect(await installation.row(customer)).toMatchObject({ phase: 'completed', granted_megabytes: 2400 });
  });

  it('waits for a pending credit before it goes on', async () => {
    const customer = await registered();
    const charging = toldAt(installation.chargingOrigin);
    await charging.tell({ mode: 'fail-500', times: 2 });
    await installation.hear(customer, 'selfservice.video-watched');
    await installation.row(customer, ({ granted_megabytes }) => granted_megabytes === 1200);
    await installation.fastForward(customer, 'P1D');
    const pending = await pool.query(
      `select from "grant" where participation_id = $1 and (state <> 'credited' or credited_at > now() + interval '1 hour')`,
      [customer.id],
    );
    expect(pending.rowCount).toBe(0);
    await until(async () => ((await charging.behaviour()).mode === 'ok' ? true : undefined));
  });
});
