import { once } from 'node:events';
import { expect, it } from '@jest/globals';
import pino from 'pino';
import { ForgottenCredits } from '../../src/relay/forgotten-credits.js';
import { TemporalGateway } from '../../src/relay/temporal-gateway.js';
import { keylessSystem } from '../charging/keyless-system.js';
import { creditIdOf } from '../../workflows/contract/credit.js';
import { started } from '../support/history.js';
import { Installation, type Invited } from '../support/installation.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { until } from '../support/until.js';
import { startVictim } from './victim.js';

const temporal = await ownTemporalEnvironment();
const system = await keylessSystem();
const installation = await Installation.start(temporal, ['relay', 'workers'], undefined, {
  CHARGING_URL: system.url,
  CHARGING_LONGEST_PROCESSING: 'PT10M',
});

const gateway = new TemporalGateway(temporal.environment.connection, temporal.namespace, 'test');

/** Somebody has registered while the charging system works on every top-up for longer than the step waits. */
async function unanswered(): Promise<{ customer: Invited; grant: string }> {
  const customer = await installation.invite();
  await started(installation, customer);
  await installation.hear(customer, 'selfservice.registered', { privacyPolicy: '1' });
  const grant = await until(async () => (await installation.grants(customer))[0]?.id);
  return { customer, grant };
}

/** Until the grant's own workflow has been told to wait, or has asked all the same. */
async function met(grant: string): Promise<void> {
  const handle = temporal.client.workflow.getHandle(creditIdOf(grant));
  await until(async () => {
    const { raw } = (await handle.describe().catch(() => undefined)) ?? {};
    return system.asked(grant) > 1 || (raw?.pendingActivities?.[0]?.attempt ?? 0) > 1 || undefined;
  });
}

/** Lets as much time pass as the charging system may work on a top-up; the relay sees to a credit whose workflow is gone. */
async function longestPasses(grant: string): Promise<void> {
  const { pool } = installation.database;
  await pool.query('update "grant" set next_attempt_at = clock_timestamp() where id = $1', [grant]);
  await temporal.client.workflow.getHandle(creditIdOf(grant)).terminate('asked again now');
  await new ForgottenCredits(pool, gateway, pino({ level: 'silent' })).look(0);
}

async function bookedOnce(customer: Invited, grant: string): Promise<void> {
  await met(grant);
  expect({ asked: system.asked(grant), lookUps: system.lookUps(grant) }).toEqual({ asked: 1, lookUps: 0 });
  system.books();
  await longestPasses(grant);
  await until(async () => (await installation.grants(customer))[0]?.state === 'credited' || undefined);
  expect(system.booked(grant)).toBe(1);
}

it.each([
  ['answers only when the step has long given up', undefined],
  ['is answered for by a gateway that gave up', { status: 504 }],
])(
  'a reward is booked once where the charging system %s and knows no Idempotency-Key',
  async (_what, gateway) => {
    system.works(gateway);
    const { customer, grant } = await unanswered();
    await bookedOnce(customer, grant);
  },
);

it('a reward is booked once where its worker is killed with -9 while the charging system works on it', async () => {
  await installation.stopWorkers();
  const victim = await startVictim(installation);
  const died = once(victim, 'exit');
  system.works();
  const { customer, grant } = await unanswered();
  await until(async () => system.asked(grant) || undefined);
  victim.kill('SIGKILL');
  expect(await died).toEqual([null, 'SIGKILL']);

  await installation.startWorkers();
  await bookedOnce(customer, grant);
});

it('nor is the charging system asked again at once where the workflow of its credit was lost', async () => {
  system.works();
  const { customer, grant } = await unanswered();
  await met(grant);
  await temporal.client.workflow.getHandle(creditIdOf(grant)).terminate('by mistake');
  await new ForgottenCredits(installation.database.pool, gateway, pino({ level: 'silent' })).look(0);
  await bookedOnce(customer, grant);
});
