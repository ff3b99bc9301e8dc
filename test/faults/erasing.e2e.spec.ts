import { expect, it } from '@jest/globals';
import programme from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import type { ErasureView } from '../../src/customers/erasure.js';
import { workflowIdOf } from '../../workflows/contract/participation.js';
import { everyHistory, everyRow, letLookAgain, letThreeDaysPass } from '../erasing/kit.js';
import { number } from '../mailbox/told-mailbox.js';
import { until } from '../support/until.js';
import { Behind } from './behind.js';
import { Operator } from './operator.js';
import { Shipped } from './shipped.js';
import { Arrivals, type Customer, STORIES } from './to-be-erased.js';

const shipped = await Shipped.start();
const operator = await Operator.of(shipped);
const behind = await Behind.of(shipped);
const { pool } = behind;

const EACH = 3;
const FOR_EVER = 1_000_000;
const EARNED = [
  { code: 'registered', megabytes: 600 },
  { code: 'app-installed', megabytes: 600 },
];

/** Three of each story; no reward can be credited yet, and the first one's messages cannot be sent. */
async function everybody(): Promise<readonly Customer[]> {
  const unreachable = number();
  await operator.tellCharging({ mode: 'fail-500', times: FOR_EVER });
  await operator.tellMailbox({ mode: 'fail', to: unreachable, times: FOR_EVER });
  const arrivals = new Arrivals(shipped, operator);
  const stories = STORIES.flatMap((story) => Array.from({ length: EACH }, () => story));
  const come = stories.map((story, i) => arrivals.come(story, i === 0 ? unreachable : number()));
  const customers = await Promise.all(come);
  await until(async () => {
    const { rowCount } = await pool.query(`select from message where state = 'pending' and attempts > 0`);
    return rowCount !== 0 || undefined;
  });
  return customers;
}

/** Asks for everybody's erasure, twice each; answers the ids of their receipts. */
async function askTwice(customers: readonly Customer[]): Promise<ReadonlyMap<Customer, string>> {
  const ask = () => Promise.all(customers.map(({ customerId }) => operator.erase(customerId)));
  const [once, twice] = await Promise.all([ask(), ask()]);
  expect(twice).toEqual(once);
  return new Map(customers.map((customer, i) => [customer, once[i]?.id ?? '']));
}

/** Their receipts as soon as all are done. */
function receipts(ids: readonly (string | undefined)[]): Promise<readonly ErasureView[]> {
  return until(async () => {
    await letLookAgain(pool);
    const found = await Promise.all(ids.map((id = '') => operator.erasure(id)));
    return found.every(({ state }) => state === 'done') ? found : undefined;
  }, 120_000);
}

/** What is left of a participation: that it has ended, and what was paid. */
async function isLeft({ id, story }: Customer, state: 'credited' | 'failed'): Promise<void> {
  expect(await operator.participation(id)).toMatchObject({
    customerId: null,
    phase: 'ended',
    endedBecause: story === 'earned-and-left' ? 'left' : 'erased',
    quietPeriod: story === 'only-invited' ? null : { forfeitedBy: null },
  });
  const grants = await operator.grants(id);
  const reason = state === 'failed' ? 'erased' : null;
  expect(grants).toMatchObject(
    story === 'only-invited' ? [] : EARNED.map((each) => ({ ...each, state, reason, reference: null })),
  );
  for (const { id } of grants) expect(await behind.creditEnds(id)).toEqual({ state });
  await behind.client.workflow.getHandle(workflowIdOf(id)).result();
}

/** In no table, log or workflow history. */
async function isNowhere(planted: readonly string[]): Promise<void> {
  const places = new Map(await everyRow(pool))
    .set('the logs', await shipped.logged())
    .set('the histories', await everyHistory(behind));
  for (const [place, text] of places)
    for (const value of planted)
      expect({ place, holds: text.includes(value) && value }).toEqual({ place, holds: false });
}

it('whatever is killed while customers are erased, each is erased once and whole, and paid or named in the receipt', async () => {
  const customers = await everybody();
  const late = customers.filter(({ story }, i) => story !== 'only-invited' && i % EACH === 0);
  const others = customers.filter((each) => !late.includes(each));
  const planted = customers.flatMap((each) => each.planted);
  const before = [...(await everyRow(pool)).values()].join('\n');
  for (const value of planted) expect(before).toContain(value);

  const grants = (await operator.grants()).map(({ id }) => id);
  await behind.untilBetweenTries(grants);
  const asked = askTwice(customers);
  await Promise.all([shipped.kill('relay'), shipped.kill('worker')]);
  const receiptOf = await asked;
  for (const { id } of customers) await operator.until(id, ({ phase }) => phase === 'ended');

  for (const { id } of others) await letThreeDaysPass(pool, id);
  await behind.untilBetweenTries(grants);
  await behind.lock('appeal');
  await letLookAgain(pool);
  const waiting = await behind.untilWaiting('appeal');
  await shipped.kill('worker');
  // PostgreSQL may have ended the statement of the killed one by now, or not
  await behind.untilWaiting('appeal', waiting);
  await behind.killPostgres();

  expect(await receipts(others.map((each) => receiptOf.get(each)))).toMatchObject(
    others.map(({ story }) => ({
      participations: 1,
      unpaidGrants: story === 'only-invited' ? [] : EARNED,
    })),
  );
  await operator.tellCharging({ mode: 'ok' });
  await Promise.all(grants.map((id) => behind.creditEnds(id)));
  await Promise.all(others.map((each) => isLeft(each, 'failed')));
  const ofLate = await receipts(late.map((each) => receiptOf.get(each)));
  for (const each of ofLate) expect(each).toMatchObject({ participations: 1, unpaidGrants: [] });
  await Promise.all(late.map((each) => isLeft(each, 'credited')));

  const bookings = await operator.bookings();
  const credited = (await operator.grants()).filter(({ state }) => state === 'credited');
  expect(credited).toHaveLength(late.length * EARNED.length);
  expect(bookings.map(({ requestorId }) => requestorId).sort()).toEqual(credited.map(({ id }) => id).sort());
  const letters = await operator.letters();
  await isNowhere([...planted, ...bookings.map(({ id }) => id), ...letters.map(({ id }) => id)]);
  const { rows } = await pool.query(
    `select (select count(*)::int from erasure) as erasures,
       (select count(*)::int from event where type = 'participation.erased') as stops,
       (select count(*)::int from contact) as contacts,
       (select count(*)::int from message where state = 'pending') as messages,
       (select count(*)::int from delivery where status in ('pending', 'parked')) as deliveries`,
  );
  expect(rows).toEqual([
    { erasures: customers.length, stops: 2 * EACH, contacts: 0, messages: 0, deliveries: 0 },
  ]);
  for (const { customerId } of customers)
    await expect(operator.invite(programme.code, customerId)).rejects.toThrow('409');
}, 300_000);
