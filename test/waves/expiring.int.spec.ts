import { expect, it } from '@jest/globals';
import pino from 'pino';
import { expireWave, LISTS_KEPT_MS } from '../../src/waves/expiring.js';
import { Eraser } from '../../src/worker/eraser.js';
import type { WaveView } from '../../src/waves/wave.js';
import { startWaves } from '../api/start-waves.js';
import { listOf } from '../api/waves.js';
import { until } from '../support/until.js';

const { api, pool, wave, fill } = await startWaves();

const customersOf = (name: string) => Array.from({ length: 40 }, (_, i) => `${name}-${i}`);
const stateOf = async (id: string) => (await api.call<WaveView>('GET', `/v1/waves/${id}`)).body.state;

/** How many rows are kept of its addresses, and of who is in which arm. */
async function keptOf(id: string) {
  const { rows } = await pool.query(
    `select (select count(*)::int from wave_contact where wave_id = $1) as addresses,
       (select count(*)::int from assignment where wave_id = $1) as assignments`,
    [id],
  );
  return rows[0] as { addresses: number; assignments: number };
}

async function checked(name: string): Promise<string> {
  const { id } = await wave();
  await fill(id, listOf(customersOf(name)));
  return id;
}

const shortly = () => Date.now() + LISTS_KEPT_MS;

it('a list that nobody sends is forgotten after 30 days, and its customers may be invited otherwise', async () => {
  const id = await checked('left');
  const sent = await checked('sent');
  await api.call('POST', `/v1/waves/${sent}/send`);
  expect(await expireWave(pool, shortly() - 60_000)).toBe(false);
  expect(await keptOf(id)).toEqual({ addresses: 38, assignments: 40 });
  expect(await expireWave(pool, shortly())).toBe(true);
  expect(await expireWave(pool, shortly())).toBe(false);
  expect(await stateOf(id)).toBe('cancelled');
  expect(await keptOf(id)).toEqual({ addresses: 0, assignments: 0 });
  expect(await stateOf(sent)).toBe('sending');
  expect(await keptOf(sent)).toEqual({ addresses: 38, assignments: 40 });
  expect(await api.call('POST', `/v1/waves/${id}/send`)).toMatchObject({ status: 409 });
});

it('another list in its place has its own 30 days', async () => {
  const id = await checked('first');
  await pool.query('update wave set expires_at = now() where id = $1', [id]);
  await fill(id, listOf(customersOf('second')));
  expect(await expireWave(pool)).toBe(false);
  expect(await stateOf(id)).toBe('checked');
  await api.call('POST', `/v1/waves/${id}/cancel`);
});

it('the worker sees to it', async () => {
  const id = await checked('worker');
  await pool.query('update wave set expires_at = now() where id = $1', [id]);
  const eraser = new Eraser(
    { hashKey: 'only-for-tests-only-for-tests-only' },
    pool,
    pino({ level: 'silent' }),
  );
  const running = eraser.run();
  await until(async () => (await stateOf(id)) === 'cancelled' || undefined);
  eraser.stop();
  await running;
  expect(await keptOf(id)).toMatchObject({ addresses: 0 });
});
