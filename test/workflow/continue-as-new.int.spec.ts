import { describe, expect, it } from '@jest/globals';
import type { Status } from '../../workflows/contract/participation.js';
import { endingOf, eventsOf, timersOf } from '../support/history.js';
import { Installation, type Invited } from '../support/installation.js';
import { moveTo } from '../support/moved-clock.js';
import { DAY } from '../support/skipped-time.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { until } from '../support/until.js';
import { heard, lastDelivery, paidOnce, registered, signalPastInbox } from './kit.js';

const LIMIT = 40;
const temporal = await ownTemporalEnvironment([`limit.historyCount.suggestContinueAsNew=${LIMIT}`]);
const installation = await Installation.start(temporal);

/** Calls one after the other, each in a step of its own. */
async function hearCalls(customer: Invited, count: number): Promise<void> {
  const { steps } = await installation.row(customer);
  for (let i = 1; i <= count; i += 1) {
    await installation.hear(customer, 'hotline.called', { callId: `call-${steps + i}` });
    await installation.row(customer, (row) => row.steps >= steps + i);
  }
}

async function goneOnAsNew({ workflowId }: Invited): Promise<void> {
  await until(async () => {
    const [first] = await eventsOf(temporal, workflowId);
    return first?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ? true : undefined;
  });
}

async function nothingPending({ id }: Invited): Promise<void> {
  await until(async () => {
    const { rows } = await installation.database.pool.query(
      `select from delivery where participation_id = $1 and status = 'pending' limit 1`,
      [id],
    );
    return rows.length === 0 || undefined;
  }, 40_000);
}

/** Each is a reason to propose the next step again. */
async function hearNothingNew(customer: Invited, times: number): Promise<void> {
  for (let i = 1; i <= times; i += 1) {
    const callId = `nobody-knows-${i}`;
    await installation.hear(customer, 'hotline.call-retracted', { callId });
    const retraction = {
      ...heard(await lastDelivery(installation, customer)),
      call: installation.hash(callId),
    };
    await signalPastInbox(installation, customer, 'hotlineCallRetracted', retraction);
    await until(async () => {
      const { undecided } = await handleOf(customer).query<Status>('status');
      return undecided === i + 1 || undefined;
    });
  }
}

function handleOf({ workflowId }: Invited) {
  return temporal.client.workflow.getHandle(workflowId);
}

describe('a participation with a long history goes on in a new run', () => {
  it('with all it knows, found as before, and is paid in the end', async () => {
    const customer = await registered(installation);
    const { quiet_ends_at } = await installation.row(customer);
    await hearCalls(customer, 8);
    await goneOnAsNew(customer);

    const status = await handleOf(customer).query<Status>('status');
    expect(status).toMatchObject({ phase: 'forfeited', granted: ['registered'], steps: 9, undecided: 0 });
    const { searchAttributes } = await handleOf(customer).describe();
    expect(searchAttributes).toMatchObject({ programme: ['online-statt-hotline'], phase: ['forfeited'] });
    const { currentDetails } = await handleOf(customer).query<{ currentDetails: string }>(
      '__temporal_workflow_metadata',
    );
    expect(currentDetails).toContain('| programme | online-statt-hotline, version 1 |');
    expect(currentDetails).toContain('| phase | forfeited |');
    const settled = (quiet_ends_at?.getTime() ?? 0) + 3 * DAY;
    const events = await eventsOf(temporal, customer.workflowId);
    expect(timersOf(events)).toEqual([`forfeiture until ${new Date(settled).toISOString().slice(0, 10)}`]);
    expect(events.filter((event) => event.upsertWorkflowSearchAttributesEventAttributes)).toEqual([]);

    await installation.hear(customer, 'participation.reinstated');
    await installation.row(customer, ({ phase }) => phase === 'quiet');
    await moveTo(installation, customer, settled + 1_000);
    expect((await endingOf(installation, customer)).result).toMatchObject({ phase: 'completed' });
    expect(await paidOnce(installation, customer)).toEqual(['quiet-period', 'registered']);
  });

  it('as often as a faulty feed demands: hundreds of calls, and the milestone among them is paid', async () => {
    const customer = await registered(installation);
    for (let i = 0; i < 150; i += 1)
      await installation.hear(customer, 'hotline.called', { callId: `c-${i}` });
    await installation.hear(customer, 'selfservice.video-watched');
    for (let i = 150; i < 300; i += 1)
      await installation.hear(customer, 'hotline.called', { callId: `c-${i}` });
    await nothingPending(customer);
    await installation.hear(customer, 'participation.left');
    const { result, megabytes } = await endingOf(installation, customer);
    expect({ ...result, megabytes }).toMatchObject({ endedBecause: 'left', megabytes: 1200 });
    await goneOnAsNew(customer);
  });

  it('while it waits for undelivered events, and forgets no cancellation', async () => {
    const customer = await registered(installation);
    await installation.stopRelay();
    await installation.hear(customer, 'selfservice.video-watched');
    await handleOf(customer).cancel();
    await installation.row(customer, (row) => row.next_due_what === 'waiting for undelivered events');
    await hearNothingNew(customer, 5);
    await goneOnAsNew(customer);
    installation.startRelay();
    const { result, megabytes } = await endingOf(installation, customer);
    expect({ ...result, megabytes }).toMatchObject({ endedBecause: 'left', megabytes: 1200 });
  });
});
