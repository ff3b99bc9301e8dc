import { creditIdOf } from '../../workflows/contract/credit.js';
import { toldAt } from '../charging/told-system.js';
import { eventsOf, started } from '../support/history.js';
import type { Installation, Invited } from '../support/installation.js';
import { moveTo } from '../support/moved-clock.js';
import { DAY } from '../support/skipped-time.js';
import { until } from '../support/until.js';
import type { Next } from '../../workflows/contract/wave.js';
import {
  caughtUp,
  heard,
  lastDelivery,
  paidOnce,
  registered,
  resetToStart,
  signalPastInbox,
} from '../workflow/kit.js';
import { toldWave, wave } from './wave-shapes.js';

/** Which history a journey leaves behind; without a run its latest. */
export interface Recorded {
  readonly workflowId: string;
  readonly runId?: string;
}

/** A shape of history that a release can have left running, by the name of its file. */
export type Shapes = Readonly<Record<string, (installation: Installation) => Promise<Recorded>>>;

/** Every phase reached by every way, and what faults add. The server suggests to continue as new at 70 events. */
export const SHAPES: Shapes = {
  'wave-done': async (installation) => closed(installation, await wave(installation, 20)),
  'wave-cancelled': async (installation) => {
    const { workflowId } = await wave(installation, 150);
    const handle = installation.temporal.client.workflow.getHandle(workflowId);
    await handle.cancel();
    await until(async () => (await handle.describe()).status.name === 'CANCELLED' || undefined);
    return { workflowId };
  },
  'wave-paused-for-room': async (installation) => {
    const told: readonly Next[] = [{ what: 'go-on', pauseMs: 1_000 }, { what: 'done' }];
    return toldWave(
      installation,
      told.map((next) => () => next),
      (workflowId) => closed(installation, { workflowId }),
    );
  },
  // as activities answered that named no pause
  'wave-continued-as-new': async (installation) => {
    const opens = () => ({ what: 'wait', until: new Date(Date.now() + 2_000).toISOString() }) as const;
    return toldWave(installation, [opens, () => ({ what: 'go-on' })], async (workflowId) => ({
      workflowId,
      runId: await continuedRun(installation, { workflowId }),
    }));
  },
  erased: async (installation) => {
    const customer = await registered(installation);
    await installation.hear(customer, 'participation.erased');
    return closed(installation, customer);
  },
  'invited-expired': async (installation) => {
    const customer = await installation.invite();
    await started(installation, customer);
    await moveTo(installation, customer, Date.now() + 63 * DAY + 1_000);
    return closed(installation, customer);
  },
  'invited-cancelled': async (installation) => {
    const customer = await installation.invite();
    await started(installation, customer);
    await cancel(installation, customer);
    return closed(installation, customer);
  },
  quiet: async (installation) => waiting(installation, await registered(installation)),
  completed: async (installation) => {
    const customer = await registered(installation);
    await milestones(installation, customer);
    await moveToSettled(installation, customer);
    return closed(installation, customer);
  },
  'settling-left': async (installation) => {
    const customer = await registered(installation);
    await moveTo(installation, customer, (await quietEnd(installation, customer)) + DAY);
    await installation.row(customer, ({ phase }) => phase === 'settling');
    await installation.hear(customer, 'participation.left');
    return closed(installation, customer);
  },
  'forfeited-ended': async (installation) => {
    const customer = await forfeited(installation);
    await moveToSettled(installation, customer);
    return closed(installation, customer);
  },
  'forfeited-retracted-completed': async (installation) => {
    const customer = await forfeited(installation);
    await installation.hear(customer, 'hotline.call-retracted', { callId: 'call' });
    await installation.row(customer, ({ phase }) => phase === 'quiet');
    await moveToSettled(installation, customer);
    return closed(installation, customer);
  },
  'forfeited-reinstated': async (installation) => {
    const customer = await forfeited(installation);
    await installation.hear(customer, 'participation.reinstated');
    await installation.row(customer, ({ phase }) => phase === 'quiet');
    return waiting(installation, customer);
  },
  'dropped-ended': async (installation) => {
    const customer = await dropped(installation);
    await moveTo(installation, customer, (await clock(installation, customer)) + 31 * DAY);
    return closed(installation, customer);
  },
  'dropped-undone-left': async (installation) => {
    const customer = await dropped(installation);
    await installation.hear(customer, 'selfservice.visited', {}, new Date(Date.now() + 10 * DAY));
    await installation.row(customer, ({ phase }) => phase === 'quiet');
    await installation.hear(customer, 'participation.left');
    return closed(installation, customer);
  },
  'dropped-reinstated': async (installation) => {
    const customer = await dropped(installation);
    await installation.hear(customer, 'participation.reinstated');
    await installation.row(customer, ({ phase }) => phase === 'quiet');
    return waiting(installation, customer);
  },
  'waited-for-undelivered': async (installation) => {
    const customer = await registered(installation);
    await installation.stopRelay();
    await installation.hear(customer, 'selfservice.video-watched');
    await moveToSettled(installation, customer);
    await installation.row(customer, (row) => row.next_due_what === 'waiting for undelivered events');
    await moveTo(installation, customer, (await clock(installation, customer)) + 120_000);
    installation.startRelay();
    return closed(installation, customer);
  },
  reset: async (installation) => {
    const customer = await registered(installation);
    await milestones(installation, customer);
    await resetToStart(installation, customer);
    await installation.hear(customer, 'participation.left');
    return closed(installation, customer);
  },
  'continued-as-new': async (installation) => {
    const customer = await manyCalls(installation);
    return { workflowId: customer.workflowId, runId: await continuedRun(installation, customer) };
  },
  'continued-from-another': async (installation) => {
    const customer = await manyCalls(installation);
    await continuedRun(installation, customer);
    await installation.hear(customer, 'participation.left');
    return closed(installation, customer);
  },
  'credited-by-a-child': async (installation) => {
    const customer = await registeredWhileChargingFails(installation);
    await installation.hear(customer, 'participation.left');
    return closed(installation, customer);
  },
  credit: async (installation) => {
    const customer = await registeredWhileChargingFails(installation);
    const [grant] = await installation.grants(customer);
    return closed(installation, { workflowId: creditIdOf(grant?.id ?? '') });
  },
  'recorded-later': async (installation) => {
    const customer = await registered(installation);
    const client = await installation.database.pool.connect();
    await client.query('begin');
    await client.query('select from participation where id = $1 for update', [customer.id]);
    // the inbox waits for the same row, so this one comes past it
    await installation.temporal.client.workflow.getHandle(customer.workflowId).cancel();
    await until(async () => {
      const events = await eventsOf(installation.temporal, customer.workflowId);
      return events.some((event) => event.activityTaskScheduledEventAttributes) || undefined;
    });
    await client.query('commit');
    client.release();
    return closed(installation, customer);
  },
  'heard-otherwise': async (installation) => {
    const customer = await registered(installation);
    await caughtUp(installation, customer, 1);
    await installation.stopRelay();
    await installation.hear(customer, 'selfservice.video-watched');
    const video = heard(await lastDelivery(installation, customer));
    await signalPastInbox(installation, customer, 'left', { ...video, delivery: '999999999' });
    await signalPastInbox(installation, customer, 'left', video);
    await installation.row(customer, (row) => row.granted_megabytes === 1200);
    installation.startRelay();
    return waiting(installation, customer);
  },
  'recorded-after-an-outage': async (installation) => {
    const { pool } = installation.database;
    const customer = await registered(installation);
    await pool.query('alter table step rename to step_away');
    await installation.hear(customer, 'participation.left');
    await until(async () => {
      const events = await eventsOf(installation.temporal, customer.workflowId);
      return events.some((event) => event.activityTaskScheduledEventAttributes) || undefined;
    });
    await pool.query('alter table step_away rename to step');
    return closed(installation, customer);
  },
};

async function milestones(installation: Installation, customer: Invited): Promise<void> {
  await installation.hear(customer, 'selfservice.video-watched');
  await installation.row(customer, (row) => row.granted_megabytes === 1200);
  await installation.hear(customer, 'selfservice.app-installed');
  await installation.row(customer, (row) => row.granted_megabytes === 1800);
}

async function forfeited(installation: Installation): Promise<Invited> {
  const customer = await registered(installation);
  await installation.hear(customer, 'hotline.called', { callId: 'call' });
  await installation.row(customer, ({ phase }) => phase === 'forfeited');
  return customer;
}

/** Warned as the sweep warns, and dropped when that may be. */
async function dropped(installation: Installation): Promise<Invited> {
  const customer = await registered(installation);
  const { last_visit_at } = await installation.row(customer);
  const lastVisitAt = last_visit_at?.getTime() ?? 0;
  await moveTo(installation, customer, lastVisitAt + 30 * DAY + 1_000);
  await installation.database.pool.query(
    'update participation set warned_for = last_visit_at, warned_at = $2 where id = $1',
    [customer.id, new Date(lastVisitAt + 21 * DAY)],
  );
  const proposal = { lastVisitAt: last_visit_at?.toISOString() };
  await installation.hear(customer, 'participation.went-inactive', proposal);
  await installation.row(customer, ({ phase }) => phase === 'dropped');
  return customer;
}

async function manyCalls(installation: Installation): Promise<Invited> {
  const customer = await registered(installation);
  for (let n = 2; n <= 15; n += 1) {
    await installation.hear(customer, 'hotline.called', { callId: `call-${n}` });
    await installation.row(customer, ({ steps }) => steps >= n);
  }
  return customer;
}

async function registeredWhileChargingFails(installation: Installation): Promise<Invited> {
  const customer = await installation.invite();
  await started(installation, customer);
  await toldAt(installation.chargingOrigin).tell({ mode: 'fail-500', times: 2 });
  await installation.hear(customer, 'selfservice.registered', { privacyPolicy: '1' });
  await installation.row(customer, ({ phase }) => phase === 'quiet');
  await paidOnce(installation, customer);
  return customer;
}

async function cancel({ temporal }: Installation, { workflowId }: Invited): Promise<void> {
  await temporal.client.workflow.getHandle(workflowId).cancel();
}

async function quietEnd(installation: Installation, customer: Invited): Promise<number> {
  const { quiet_ends_at } = await installation.row(customer);
  return quiet_ends_at?.getTime() ?? 0;
}

async function clock(installation: Installation, customer: Invited): Promise<number> {
  const { clock_offset } = await installation.row(customer);
  return Date.now() + Number(clock_offset);
}

async function moveToSettled(installation: Installation, customer: Invited): Promise<void> {
  await moveTo(installation, customer, (await quietEnd(installation, customer)) + 3 * DAY + 1_000);
}

/** The workflow, once its last task is done: a query comes after it. */
async function waiting({ temporal }: Installation, { workflowId }: Recorded): Promise<Recorded> {
  await temporal.client.workflow.getHandle(workflowId).query('status');
  return { workflowId };
}

/** The workflow, once its latest run is closed. */
async function closed({ temporal }: Installation, { workflowId }: Recorded): Promise<Recorded> {
  await until(async () => {
    const { status } = await temporal.client.workflow.getHandle(workflowId).describe();
    return status.name === 'COMPLETED' || undefined;
  });
  return { workflowId };
}

/** The run that has continued as new, as soon as there is one. */
async function continuedRun({ temporal }: Installation, { workflowId }: Recorded): Promise<string> {
  return until(async () => {
    const { raw } = await temporal.client.workflow.getHandle(workflowId).describe();
    const { firstRunId } = raw.workflowExecutionInfo ?? {};
    const first = temporal.client.workflow.getHandle(workflowId, firstRunId ?? undefined);
    return (await first.describe()).status.name === 'CONTINUED_AS_NEW'
      ? (firstRunId ?? undefined)
      : undefined;
  });
}
