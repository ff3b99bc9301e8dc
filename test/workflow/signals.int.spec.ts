import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import proto from '@temporalio/proto';
import type { Status } from '../../workflows/contract/participation.js';
import { endingOf, eventsOf, started } from '../support/history.js';
import { Installation, type Invited } from '../support/installation.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { until } from '../support/until.js';
import { caughtUp, registered } from './kit.js';

const temporal = await ownTemporalEnvironment();
const installation = await Installation.start(temporal);
const { EventType } = proto.temporal.api.enums.v1;

/** As somebody would who has a terminal or the Web UI, and any bytes. */
async function signalByHand({ workflowId }: Invited, signalName: string, encoding: string, data: string) {
  const payload = { metadata: { encoding: Buffer.from(encoding) }, data: Buffer.from(data) };
  await temporal.client.workflowService.signalWorkflowExecution({
    namespace: temporal.namespace,
    workflowExecution: { workflowId },
    signalName,
    input: { payloads: [payload] },
    requestId: randomUUID(),
  });
}

async function failedTasks({ workflowId }: Invited): Promise<number> {
  const events = await eventsOf(temporal, workflowId);
  return events.filter(({ eventType }) => eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED).length;
}

async function signalsOf({ workflowId }: Invited): Promise<number> {
  const events = await eventsOf(temporal, workflowId);
  return events.filter((event) => event.workflowExecutionSignaledEventAttributes).length;
}

/** So many calls wait in the inbox, as a release took them in that held back no flood of one customer's. */
async function calledAsBefore({ id, customerId }: Invited, count: number): Promise<void> {
  await installation.database.pool.query(
    `with flood as (
       insert into event (source, id, type, "time", subject, data)
       select 'urn:test', $1 || '-' || n, 'hotline.called', now(), $2, jsonb_build_object('callId', 'call-' || n)
       from generate_series(1, $3) n returning seq
     )
     insert into delivery (event_seq, participation_id, accepted_at) select seq, $1::uuid, now() from flood`,
    [id, customerId, count],
  );
}

const heard = (more: object) =>
  JSON.stringify({
    delivery: '999999',
    time: '2026-11-22T10:00:00.000Z',
    acceptedAt: '2026-11-22T10:00:00.000Z',
    ...more,
  });

describe('a signal that nobody but the relay should send', () => {
  it('changes nothing and fails no workflow task, whatever it carries', async () => {
    const customer = await registered(installation);
    await signalByHand(customer, 'left', 'json/plain', 'not json');
    await signalByHand(customer, 'left', 'binary/encrypted', 'x');
    await signalByHand(customer, 'left', 'json/plain', '"left"');
    await signalByHand(customer, 'left', 'json/plain', 'null');
    await signalByHand(customer, 'left', 'json/plain', '{}');
    await signalByHand(customer, 'left', 'json/plain', heard({ delivery: 'mine' }));
    await signalByHand(customer, 'left', 'json/plain', heard({ delivery: '99999999999999999999' }));
    await signalByHand(customer, 'left', 'json/plain', heard({ time: 'yesterday' }));
    await signalByHand(customer, 'left', 'json/plain', heard({ time: '-271000-01-01T00:00:00Z' }));
    await signalByHand(customer, 'registered', 'json/plain', heard({}));
    await signalByHand(customer, 'registered', 'json/plain', heard({ quietEndsAt: 'soon' }));
    await signalByHand(customer, 'hotlineCalled', 'json/plain', heard({ call: 7, exempt: false }));
    await signalByHand(customer, 'hotlineCalled', 'json/plain', heard({ call: 'abc' }));
    await signalByHand(customer, 'milestoneReached', 'json/plain', heard({}));
    await signalByHand(customer, 'wentInactive', 'json/plain', heard({ lastVisitAt: null }));
    await signalByHand(customer, 'noSuchSignal', 'json/plain', 'not json');

    await installation.hear(customer, 'selfservice.video-watched');
    const row = await installation.row(customer, ({ granted_megabytes }) => granted_megabytes === 1200);
    expect(row).toMatchObject({ phase: 'quiet', steps: 2 });
    expect(await failedTasks(customer)).toBe(0);
    const status = await temporal.client.workflow.getHandle(customer.workflowId).query<Status>('status');
    expect(status).toMatchObject({ phase: 'quiet', steps: 2, undecided: 0 });
  });
});

describe('many events at once', () => {
  it('make one step', async () => {
    const customer = await registered(installation);
    await installation.stopWorkers();
    for (let i = 0; i < 30; i += 1) await installation.hear(customer, 'hotline.called', { callId: `c-${i}` });
    await until(async () => (await signalsOf(customer)) === 31 || undefined);
    await installation.startWorkers();
    expect(await installation.row(customer, ({ phase }) => phase === 'forfeited')).toMatchObject({
      steps: 2,
    });
  });

  it('make several steps when a faulty feed sends more than a thousand', async () => {
    const customer = await registered(installation);
    await caughtUp(installation, customer, 1);
    await installation.stopWorkers();
    await calledAsBefore(customer, 1_200);
    await until(async () => (await signalsOf(customer)) === 1_201 || undefined);
    await installation.startWorkers();
    await caughtUp(installation, customer, 3);
    const { rows } = await installation.database.pool.query<{ facts: number }>(
      'select jsonb_array_length(facts) as facts from step where participation_id = $1 order by n',
      [customer.id],
    );
    expect(rows.map(({ facts }) => facts)).toEqual([2, 1_000, 200]);
  });

  it('wake an invitation that sleeps, once', async () => {
    const customer = await installation.invite();
    await started(installation, customer);
    await installation.stopWorkers();
    await installation.hear(customer, 'selfservice.video-watched');
    await installation.hear(customer, 'selfservice.app-installed');
    await installation.hear(customer, 'selfservice.registered', { privacyPolicy: '1' });
    await until(async () => ((await eventsOf(temporal, customer.workflowId)).length >= 5 ? true : undefined));
    await installation.startWorkers();
    const row = await installation.row(customer, ({ phase }) => phase === 'quiet');
    expect(row).toMatchObject({ granted_megabytes: 1800, steps: 1 });
    const starts = (await eventsOf(temporal, customer.workflowId)).map(({ eventType }) => eventType);
    expect(starts.filter((type) => type === EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED)).toHaveLength(1);
  });
});

describe('what arrives when all is over', () => {
  it('changes nothing, a cancellation neither', async () => {
    const customer = await registered(installation);
    await installation.hear(customer, 'participation.left');
    await endingOf(installation, customer);
    await installation.hear(customer, 'selfservice.video-watched');
    await temporal.client.workflow.getHandle(customer.workflowId).cancel();
    expect((await endingOf(installation, customer)).megabytes).toBe(600);
  });
});
