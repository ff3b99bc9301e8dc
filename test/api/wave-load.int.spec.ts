import { describe, expect, it } from '@jest/globals';
import type { WaveView } from '../../src/waves/wave.js';
import { until } from '../support/until.js';
import { startWaves } from './start-waves.js';
import { CONSENT, HEADER } from './waves.js';

const { api, pool, wave, fill } = await startWaves();

describe('a list that is made to do harm', () => {
  const MEGABYTE = 1024 * 1024;
  async function* megabytes(piece: string, type: 'csv' | 'ndjson') {
    if (type === 'csv') yield `${HEADER}\n`;
    for (let i = 0; i < 200; i += 1) yield Buffer.alloc(MEGABYTE, piece);
  }

  it.each<[string, string, 'csv' | 'ndjson']>([
    ['commas', ',', 'csv'],
    ['quotes', '"', 'csv'],
    ['letters without an end', 'a', 'csv'],
    ['letters without an end', 'a', 'ndjson'],
  ])(
    'of 200 MB of %s (as %s, %s) is one broken row, and takes no memory',
    async (_what, piece, type) => {
      const { id } = await wave('all-invited');
      const before = process.memoryUsage.rss();
      let most = 0;
      const looking = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20);
      const answer = await fill(
        id,
        megabytes(piece, type),
        type === 'csv' ? 'text/csv' : 'application/x-ndjson',
      );
      clearInterval(looking);
      expect(answer).toMatchObject({ status: 200, body: { rows: { total: 1 } } });
      // the sender's memory is counted here, too
      expect(most - before).toBeLessThan(400 * MEGABYTE);
    },
    300_000,
  );
});

it('100,000 rows cost less than a minute of a processor, and ten thousand broken ones are named', async () => {
  const { id } = await wave();
  async function* list() {
    yield `${HEADER}\n`;
    for (let page = 0; page < 100; page += 1) {
      const line = (i: number) =>
        i % 10
          ? `big-${page}-${i},+49151${String(page * 1_000 + i).padStart(8, '2')},${CONSENT}\n`
          : `broken ${i}\n`;
      yield Array.from({ length: 1_000 }, (_, i) => line(i)).join('');
    }
  }
  const begin = process.cpuUsage();
  const { status, body } = await fill(id, list());
  expect(status).toBe(200);
  expect(body.rows).toMatchObject({ total: 100_000, heldOut: 4_500, refused: { 'malformed-row': 10_000 } });
  // how long that takes depends on what else the machine does
  const { user, system } = process.cpuUsage(begin);
  expect((user + system) / 1_000_000).toBeLessThan(60);
}, 300_000);

it('a wave is paused at once, however long its messages take to be counted', async () => {
  const { id } = await wave('all-invited');
  await fill(id, `${HEADER}\nw-paused,+4915123456780,${CONSENT}`);
  await api.call('POST', `/v1/waves/${id}/send`);
  const counting = await pool.connect();
  await counting.query('begin');
  await counting.query('lock table message in access exclusive mode');
  const pausing = api.call<WaveView>('POST', `/v1/waves/${id}/pause`);
  const paused = await until(async () => {
    const { rowCount } = await pool.query(`select from wave where id = $1 and state = 'paused'`, [id]);
    return rowCount === 1 || undefined;
  });
  await counting.query('rollback');
  counting.release();
  expect(paused).toBe(true);
  expect(await pausing).toMatchObject({ status: 202, body: { state: 'paused' } });
});
