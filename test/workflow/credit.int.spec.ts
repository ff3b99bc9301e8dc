import { describe, expect, it } from '@jest/globals';
import { WorkflowNotFoundError } from '@temporalio/common';
import { toldAt } from '../charging/told-system.js';
import { creditIdOf } from '../../workflows/contract/credit.js';
import { endingOf, eventsOf, started } from '../support/history.js';
import { Installation, type Invited } from '../support/installation.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { until } from '../support/until.js';
import { caughtUp, paidOnce, resetToStart } from './kit.js';

const temporal = await ownTemporalEnvironment();
const installation = await Installation.start(temporal);
const charging = toldAt(installation.chargingOrigin);

/** Registered, with a charging system that fails so often. */
async function registeredWhile(behaviour: object): Promise<{ customer: Invited; grant: string }> {
  const customer = await installation.invite();
  await started(installation, customer);
  expect(await charging.tell(behaviour)).toBe(200);
  await installation.hear(customer, 'selfservice.registered', { privacyPolicy: '1' });
  await installation.row(customer, ({ phase }) => phase === 'quiet');
  const [grant] = await installation.grants(customer);
  return { customer, grant: grant?.id ?? '' };
}

async function attempts(customer: Invited, atLeast: number): Promise<void> {
  await until(async () => {
    const { rows } = await installation.database.pool.query<{ attempts: number }>(
      'select attempts from "grant" where participation_id = $1',
      [customer.id],
    );
    return rows[0] && rows[0].attempts >= atLeast ? true : undefined;
  });
}

function childOf(grant: string) {
  return temporal.client.workflow.getHandle(creditIdOf(grant));
}

describe('a reward that the charging system does not take at once', () => {
  it('is credited by a workflow of its own, which costs few events however long that takes', async () => {
    const { customer, grant } = await registeredWhile({ mode: 'fail-500', times: 3 });
    expect(await paidOnce(installation, customer)).toEqual(['registered']);
    await childOf(grant).result();
    const events = await eventsOf(temporal, creditIdOf(grant));
    expect(events.length).toBeLessThanOrEqual(11);
    expect(
      await childOf(grant)
        .describe()
        .then((child) => child.staticSummary()),
    ).toBe('Credits one reward with the charging system');
  });

  it('does not hold up what the customer does meanwhile, nor the end', async () => {
    const { customer, grant } = await registeredWhile({ mode: 'fail-500', times: 3 });
    await installation.hear(customer, 'participation.left');
    expect((await endingOf(installation, customer)).result.endedBecause).toBe('left');
    expect((await childOf(grant).describe()).status.name).toBe('RUNNING');
    expect(await paidOnce(installation, customer)).toEqual(['registered']);
  });

  it('shows in the Web UI why it is still pending', async () => {
    const { customer, grant } = await registeredWhile({ mode: 'fail-500', times: 3 });
    await attempts(customer, 2);
    const pending = await until(async () => (await childOf(grant).describe()).raw.pendingActivities?.[0]);
    expect(pending).toMatchObject({ activityType: { name: 'credit' } });
    await paidOnce(installation, customer);
  });

  it('fails when the charging system refuses it, and is booked when that is tried again', async () => {
    const { customer, grant } = await registeredWhile({ mode: 'reject', times: 1 });
    await until(async () =>
      (await installation.grants(customer))[0]?.state === 'failed' ? true : undefined,
    );
    await installation.database.pool.query(
      `update "grant" set state = 'pending', retries = retries + 1 where id = $1`,
      [grant],
    );
    // refused at once, or by a workflow of its own that may not have ended yet
    await childOf(grant)
      .result()
      .catch((error: unknown) => {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      });
    await temporal.client.workflow.start('credit', {
      workflowId: creditIdOf(grant),
      taskQueue: 'quietline',
      args: [grant],
    });
    expect(await paidOnce(installation, customer)).toEqual(['registered']);
  });
});

describe('a credit that is begun twice because the participation was reset', () => {
  it('while it runs, is left alone', async () => {
    const { customer, grant } = await registeredWhile({ mode: 'fail-500', times: 3 });
    await until(() =>
      childOf(grant)
        .describe()
        .catch(() => undefined),
    );
    await resetToStart(installation, customer);
    await caughtUp(installation, customer, 1);
    expect(await paidOnce(installation, customer)).toEqual(['registered']);
  });

  it('after it has ended, books nothing more', async () => {
    const { customer, grant } = await registeredWhile({ mode: 'timeout-after', times: 1 });
    expect(await paidOnce(installation, customer)).toEqual(['registered']);
    await childOf(grant).result();
    await resetToStart(installation, customer);
    await caughtUp(installation, customer, 1);
    expect(await paidOnce(installation, customer)).toEqual(['registered']);
  });
});
