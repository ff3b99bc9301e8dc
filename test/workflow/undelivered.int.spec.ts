import { describe, expect, it } from '@jest/globals';
import type { Status } from '../../workflows/contract/participation.js';
import { endingOf, eventsOf, type HistoryEvent, timersOf } from '../support/history.js';
import { Installation, type Invited } from '../support/installation.js';
import { moveTo } from '../support/moved-clock.js';
import { DAY } from '../support/skipped-time.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { until } from '../support/until.js';
import { paidOnce, registered } from './kit.js';

const temporal = await ownTemporalEnvironment();
const installation = await Installation.start(temporal);
const WAITING = 'waiting for undelivered events';

/** Somebody whose settlement is over while an accepted event has not been delivered; the relay is stopped. */
async function closingTooEarly(type: string, data: object = {}): Promise<Invited> {
  const customer = await registered(installation);
  await installation.stopRelay();
  await installation.hear(customer, type, data);
  const { quiet_ends_at } = await installation.row(customer);
  await moveTo(installation, customer, (quiet_ends_at?.getTime() ?? 0) + 3 * DAY + 1_000);
  await installation.row(customer, ({ next_due_what }) => next_due_what === WAITING);
  return customer;
}

function waits(events: readonly HistoryEvent[]): readonly number[] {
  return (
    events
      .filter((event) => timersOf([event])[0]?.startsWith(WAITING))
      .map(({ timerStartedEventAttributes: timer }) => timer?.startToFireTimeout)
      .map((length) => Number(length?.seconds) + Number(length?.nanos ?? 0) / 1e9)
      // counted from the asking on, so that a slow machine sets a timer that is shorter by what it took
      .map((seconds) => Math.ceil(seconds / 10) * 10)
  );
}

async function inWorkflow(customer: Invited): Promise<Status> {
  return until(async () => {
    const status = await temporal.client.workflow.getHandle(customer.workflowId).query<Status>('status');
    return status.nextDue?.what === WAITING ? status : undefined;
  });
}

describe('an accepted event that was not delivered in time', () => {
  it('holds the end up, for all to see, until it is heard: no call is overlooked', async () => {
    const customer = await closingTooEarly('hotline.called', { callId: 'c' });
    const { next_due_at } = await installation.row(customer);
    const status = await inWorkflow(customer);
    expect(status).toMatchObject({ phase: 'settling', steps: 2, undecided: 0 });
    expect(status.nextDue?.at).toBe(next_due_at?.toISOString());
    expect(waits(await eventsOf(temporal, customer.workflowId))).toEqual([60]);

    installation.startRelay();
    const row = await installation.row(customer, ({ phase }) => phase === 'forfeited');
    expect(row).toMatchObject({ granted_megabytes: 600, next_due_what: 'forfeiture' });
  });

  it('is paid when it earns something, and the end follows at once', async () => {
    const customer = await closingTooEarly('selfservice.video-watched');
    installation.startRelay();
    const { result } = await endingOf(installation, customer);
    expect(result).toMatchObject({ phase: 'completed' });
    expect(await paidOnce(installation, customer)).toEqual(['quiet-period', 'registered', 'video-watched']);
  });

  it('is asked after in growing pauses of up to an hour; once it is parked, the end follows by the clock', async () => {
    const customer = await closingTooEarly('hotline.called', { callId: 'c' });
    const { clock_offset } = await installation.row(customer);
    await moveTo(installation, customer, Date.now() + Number(clock_offset) + 4 * 3_600_000);
    // the clock may have arrived before the run has asked for the last time
    const asked = async () => waits(await eventsOf(temporal, customer.workflowId));
    await until(async () => ((await asked()).length >= 8 ? true : undefined));
    await installation.database.pool.query(
      `update delivery set status = 'parked', code = 'a-test' where participation_id = $1 and status = 'pending'`,
      [customer.id],
    );
    await moveTo(installation, customer, Date.now() + Number(clock_offset) + 6 * 3_600_000);
    const { result } = await endingOf(installation, customer);
    expect(result).toMatchObject({ phase: 'completed', granted: ['registered', 'quiet-period'] });
    const seconds = await asked();
    expect(seconds.slice(0, 8)).toEqual([60, 120, 240, 480, 960, 1920, 3600, 3600]);
    expect(Math.max(...seconds)).toBe(3600);
    installation.startRelay();
  });
});
