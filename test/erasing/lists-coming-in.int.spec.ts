import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ONE_BY_ONE } from '../../src/waves/holdout.sql.js';
import { forgetLostLists } from '../../src/waves/incoming-list.js';
import { listOf, waveCalls } from '../api/waves.js';
import { until } from '../support/until.js';
import { startEnded } from './ended.js';
import { erase, letLookAgain, receipt, waitingForLocks } from './kit.js';

const { api, pool, eraser, nothingIsLeftOf } = await startEnded();
const { wave, fill, kept } = waveCalls(api);

/** What lets lists end that are still coming in. */
const ends: (() => void)[] = [];
afterEach(() => ends.splice(0).forEach((end) => end()));

/** A list that names this customer, written as far as that and still coming in until `end` is called; for a wave of its own, or this one. */
async function listUnderWay(customerId: string, into?: string) {
  const id = into ?? (await wave()).id;
  const ending = new Promise<void>((resolve) => ends.push(resolve));
  async function* list() {
    // more than is written at once, and than the network holds back
    yield listOf([customerId, ...Array.from({ length: 5_000 }, () => randomUUID())]);
    await ending;
  }
  const filling = fill(id, list());
  await kept(id, 1_000);
  const over = async () => {
    ends.splice(0).forEach((end) => end());
    return (await filling).status;
  };
  return { id, over };
}

describe('a list that is still coming in when a customer on it is erased', () => {
  it('leaves nothing of them behind: what it wrote is waited for', async () => {
    const customerId = randomUUID();
    const list = await listUnderWay(customerId);
    const erasure = await erase(api, customerId);
    await letLookAgain(pool);
    await eraser.round();
    expect(await receipt(api, erasure)).toMatchObject({ state: 'waiting' });
    expect(await list.over()).toBe(200);
    await letLookAgain(pool);
    await eraser.round();
    expect(await receipt(api, erasure)).toMatchObject({ state: 'done' });
    await nothingIsLeftOf(customerId);
    const { rows } = await pool.query('select verdict, reason from wave_row where wave_id = $1 and n = 1', [
      list.id,
    ]);
    expect(rows).toEqual([{ verdict: 'refused', reason: 'erased' }]);
    const { rowCount } = await pool.query('select from wave_contact where wave_id = $1 and n = 1', [list.id]);
    expect(rowCount).toBe(0);
  });

  it('is not waited for when it began later and knew of the erasure, so that lists never hold one up for long', async () => {
    const customerId = randomUUID();
    const erasure = await erase(api, customerId);
    await askedLongAgo(erasure);
    const list = await listUnderWay(customerId);
    await letLookAgain(pool);
    await eraser.round();
    expect(await receipt(api, erasure)).toMatchObject({ state: 'done' });
    expect(await list.over()).toBe(200);
    await nothingIsLeftOf(customerId);
  });
});

describe('a list that comes in anew, in a wave whose list has a customer who was erased before', () => {
  const cases = it.each(['to-invite', 'held-out']);

  /** A wave with a list, and somebody on it who asked to be erased long before the next one. */
  async function erasedOnAList(verdict: string) {
    const { id } = await wave();
    await fill(id, listOf(Array.from({ length: 20 }, () => randomUUID())));
    const { rows } = await pool.query<{ customer_id: string }>(
      'select customer_id from wave_row where wave_id = $1 and verdict = $2 limit 1',
      [id, verdict],
    );
    const customerId = rows[0]?.customer_id ?? '';
    const erasure = await erase(api, customerId);
    await askedLongAgo(erasure);
    await letLookAgain(pool);
    return { id, customerId, erasure };
  }

  cases('is not waited for while it comes, and leaves nothing of a row %s', async (verdict) => {
    const { id, customerId, erasure } = await erasedOnAList(verdict);
    const list = await listUnderWay(customerId, id);
    await eraser.round();
    expect(await receipt(api, erasure)).toMatchObject({ state: 'done' });
    await nothingIsLeftOf(customerId);
    expect(await list.over()).toBe(200);
    await nothingIsLeftOf(customerId);
  });

  cases('holds up no eraser while it is judged, and leaves nothing of a row %s', async (verdict) => {
    const { id, customerId, erasure } = await erasedOnAList(verdict);
    const list = await listUnderWay(customerId, id);
    const drawing = await pool.connect();
    await drawing.query('begin');
    await drawing.query(ONE_BY_ONE, ['online-statt-hotline']);
    const over = list.over();
    await until(async () => (await waitingForLocks(pool, '%assignments of%')) === 1 || undefined);
    // while the rows are gone and nobody can see it: this would not end before the list
    await eraser.round();
    expect(await receipt(api, erasure)).toMatchObject({ state: 'waiting' });
    await drawing.query('rollback');
    drawing.release();
    expect(await over).toBe(200);
    await letLookAgain(pool);
    await eraser.round();
    expect(await receipt(api, erasure)).toMatchObject({ state: 'done' });
    await nothingIsLeftOf(customerId);
  });
});

it('a list that was lost on the way with a customer who is erased is waited for until it is forgotten', async () => {
  const customerId = randomUUID();
  const list = await listUnderWay(customerId);
  const erasure = await erase(api, customerId);
  await letLookAgain(pool);
  await eraser.round();
  expect(await receipt(api, erasure)).toMatchObject({ state: 'waiting' });
  // as if its process were killed: nobody hears of it any more
  await until(async () => {
    await pool.query(`update incoming_list set alive_until = now() where wave_id = $1`, [list.id]);
    return (await forgetLostLists(pool)) === 1 || undefined;
  });
  await letLookAgain(pool);
  await eraser.round();
  expect(await receipt(api, erasure)).toMatchObject({ state: 'done' });
  await nothingIsLeftOf(customerId);
  expect(await list.over()).toBe(503);
  await nothingIsLeftOf(customerId);
});

it('a page that is being invited with a customer who is erased is not broken off for that', async () => {
  const customerId = randomUUID();
  const { id } = await wave();
  await fill(id, listOf([customerId]));
  await api.call('POST', `/v1/waves/${id}/send`);
  await erase(api, customerId);
  await letLookAgain(pool);
  const page = await pool.connect();
  await page.query('begin');
  await page.query('select from wave_row where wave_id = $1 for update', [id]);
  const round = eraser.round();
  await until(async () => (await waitingForLocks(pool, '%wave_row%')) === 1 || undefined);
  await page.query('delete from wave_contact where wave_id = $1', [id]);
  await page.query('commit');
  page.release();
  await round;
  const { rows } = await pool.query('select customer_id, reason from wave_row where wave_id = $1', [id]);
  expect(rows).toEqual([{ customer_id: null, reason: 'erased' }]);
});

/** Before any list that comes in from now on began. */
function askedLongAgo({ id }: { readonly id: string }) {
  return pool.query(`update erasure set requested_at = requested_at - interval '2 minutes' where id = $1`, [
    id,
  ]);
}
