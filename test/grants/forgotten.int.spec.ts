import { afterEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { ForgottenCredits } from '../../src/relay/forgotten-credits.js';
import { TemporalGateway } from '../../src/relay/temporal-gateway.js';
import { creditIdOf } from '../../workflows/contract/credit.js';
import { toldAt } from '../charging/told-system.js';
import { started } from '../support/history.js';
import { Installation, type Invited } from '../support/installation.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { until } from '../support/until.js';

const temporal = await ownTemporalEnvironment();
const installation = await Installation.start(temporal);
const charging = toldAt(installation.chargingOrigin);
const { client, environment, namespace } = temporal;
const gateway = new TemporalGateway(environment.connection, namespace, 'test');
const relay = () =>
  new ForgottenCredits(installation.database.pool, gateway, pino({ level: 'silent' })).look(0);

afterEach(() => charging.tell({ mode: 'ok' }));

/** Somebody whose first reward cannot be credited for now; answers its grant once its own workflow tries. */
async function unpaid(): Promise<{ customer: Invited; grant: string }> {
  const customer = await installation.invite();
  await started(installation, customer);
  await charging.tell({ mode: 'fail-500', times: 1_000 });
  await installation.hear(customer, 'selfservice.registered', { privacyPolicy: '1' });
  const grant = await until(async () => (await installation.grants(customer))[0]?.id);
  await until(() =>
    client.workflow
      .getHandle(creditIdOf(grant))
      .describe()
      .catch(() => undefined),
  );
  return { customer, grant };
}

async function paidOnce(customer: Invited, grant: string): Promise<void> {
  await until(async () => (await installation.grants(customer))[0]?.state === 'credited' || undefined);
  expect(await charging.bookingsOf(grant)).toHaveLength(1);
}

describe('a reward whose workflow is gone is paid all the same', () => {
  it('when an operator terminated its credit, or a backup of Temporal does not know it', async () => {
    const { customer, grant } = await unpaid();
    await client.workflow.getHandle(creditIdOf(grant)).terminate('by mistake');
    await charging.tell({ mode: 'ok' });
    expect(await relay()).toBe(1);
    await paidOnce(customer, grant);
    expect(await relay()).toBe(0);
  });

  it('when its participation was terminated too, right after the step', async () => {
    const { customer, grant } = await unpaid();
    await client.workflow.getHandle(customer.workflowId).terminate('by mistake');
    await client.workflow.getHandle(creditIdOf(grant)).terminate('by mistake');
    await charging.tell({ mode: 'ok' });
    await relay();
    await paidOnce(customer, grant);
  });

  it('when it was retried while Temporal was away, and also while the run that failed is about to end', async () => {
    const { customer, grant } = await unpaid();
    // as a retry leaves it that could not ask Temporal
    await installation.database.pool.query(
      `update "grant" set state = 'pending', reason = null, retries = retries + 1 where id = $1`,
      [grant],
    );
    expect(await relay()).toBe(1);
    await client.workflow.getHandle(creditIdOf(grant)).cancel();
    await charging.tell({ mode: 'ok' });
    await until(async () => {
      await relay();
      return (await installation.grants(customer))[0]?.state === 'credited' || undefined;
    });
    await paidOnce(customer, grant);
  });

  it('and one whose workflow still runs is left to it', async () => {
    const { customer, grant } = await unpaid();
    const { runId } = await client.workflow.getHandle(creditIdOf(grant)).describe();
    expect(await relay()).toBe(1);
    expect((await client.workflow.getHandle(creditIdOf(grant)).describe()).runId).toBe(runId);
    await charging.tell({ mode: 'ok' });
    await paidOnce(customer, grant);
  });
});
