import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import proto from '@temporalio/proto';
import type { SignalName, Signalled, Signals } from '../../workflows/contract/participation.js';
import { toldAt } from '../charging/told-system.js';
import { eventsOf, started } from '../support/history.js';
import type { Installation, Invited } from '../support/installation.js';
import { until } from '../support/until.js';

const { EventType, ResetReapplyExcludeType } = proto.temporal.api.enums.v1;

/** Somebody who was invited and has registered just now. */
export async function registered(installation: Installation): Promise<Invited> {
  const customer = await installation.invite();
  await started(installation, customer);
  await installation.hear(customer, 'selfservice.registered', { privacyPolicy: '1' });
  await installation.row(customer, ({ phase }) => phase === 'quiet');
  return customer;
}

/** The codes of the customer's grants once all are credited; fails unless each was booked once at the charging system. */
export async function paidOnce(installation: Installation, customer: Invited): Promise<readonly string[]> {
  const grants = await until(async () => {
    const all = await installation.grants(customer);
    return all.every(({ state }) => state === 'credited') ? all : undefined;
  });
  const bookings = grants.map(({ id }) => toldAt(installation.chargingOrigin).bookingsOf(id));
  const counts = (await Promise.all(bookings)).map(({ length }) => length);
  expect(counts).toEqual(grants.map(() => 1));
  return grants.map(({ code }) => code);
}

/** A delivery as the inbox holds it. */
export interface Delivery {
  readonly id: string;
  readonly status: string;
  readonly code: string | null;
  readonly time: Date;
  readonly accepted_at: Date;
}

/** The last delivery of this customer's. */
export async function lastDelivery({ database }: Installation, { id }: Invited): Promise<Delivery> {
  const { rows } = await database.pool.query<Delivery>(
    `select d.id, d.status, d.code, e.time, d.accepted_at from delivery d join event e on e.seq = d.event_seq
     where d.participation_id = $1 order by d.id desc limit 1`,
    [id],
  );
  if (!rows[0]) throw new Error('there is no delivery');
  return rows[0];
}

/** What every signal carries of it. */
export function heard({ id, time, accepted_at }: Delivery): Signalled {
  return { delivery: id, time: time.toISOString(), acceptedAt: accepted_at.toISOString() };
}

/** Signals past the relay, as nobody does; answers when the server has taken it. */
export async function signalPastInbox<Name extends SignalName>(
  { temporal: { client } }: Installation,
  { workflowId }: Invited,
  name: Name,
  content: Signals[Name],
): Promise<void> {
  await client.workflow.getHandle(workflowId).signal(name, content);
}

/** Resets the run as the Web UI does, to its first workflow task; answers the new run. */
export async function resetToStart(
  { temporal }: Installation,
  { workflowId }: Invited,
  { withoutSignals = false, runId = '' } = {},
): Promise<string> {
  const events = await eventsOf(temporal, workflowId, runId || undefined);
  const task = events.find(({ eventType }) => eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED);
  const answer = await temporal.client.workflowService.resetWorkflowExecution({
    namespace: temporal.namespace,
    workflowExecution: { workflowId, runId },
    reason: 'a test',
    workflowTaskFinishEventId: task?.eventId ?? null,
    requestId: randomUUID(),
    resetReapplyExcludeTypes: withoutSignals
      ? [ResetReapplyExcludeType.RESET_REAPPLY_EXCLUDE_TYPE_SIGNAL]
      : [],
  });
  return answer.runId;
}

/** Until the workflow has recorded so many steps, as its query tells. */
export async function caughtUp({ temporal }: Installation, { workflowId }: Invited, steps: number) {
  await until(async () => {
    const status = await temporal.client.workflow.getHandle(workflowId).query<{ steps: number }>('status');
    return status.steps === steps || undefined;
  });
}

/** A promise and what fulfils it. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: () => resolve() };
}
