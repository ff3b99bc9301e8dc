import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { cachedProgrammes } from '../../prisma/programmes.js';
import { StoredWavePages } from '../../src/waves/wave-pages.js';
import { startWaves } from '../api/start-waves.js';
import { listOf } from '../api/waves.js';

const { api, pool, wave, fill, report } = await startWaves();
const pages = new StoredWavePages(pool, cachedProgrammes(), false, api.config.hashKey);

it('a list that came in before ids were read makes no second customer of anybody when it is sent', async () => {
  const [rest, known] = [randomUUID(), randomUUID()];
  const { id } = await wave('all-invited');
  const customers = [`a-${rest}`, `b-${rest}`, `c-${rest}`, `d-${rest}`];
  await fill(id, listOf(customers));
  const before = [`a-${rest}`, `u\u0308-${rest}`, `c-${rest}\u200b`, `u\u0308-${known}`];
  for (const [i, customer] of before.entries())
    await pool.query('update wave_row set customer_id = $3 where wave_id = $1 and n = $2', [
      id,
      i + 1,
      customer,
    ]);
  await api.call('POST', '/v1/participations', { programme: 'all-invited', customerId: `\u00fc-${known}` });
  await api.call('POST', `/v1/waves/${id}/send`);
  await pages.invite(id, 0);
  expect(await report(id)).toMatchObject([
    { customerId: `a-${rest}`, verdict: 'invited' },
    { customerId: `\u00fc-${rest}`, verdict: 'invited' },
    { verdict: 'refused', reason: 'malformed-customer', detail: expect.stringContaining('U+200B') },
    { customerId: `\u00fc-${known}`, verdict: 'refused', reason: 'already-taking-part' },
  ]);
  const { rows } = await pool.query<{ customer_id: string }>(
    `select customer_id from participation where customer_id like '%' || $1 || '%' order by 1`,
    [rest],
  );
  expect(rows.map((row) => row.customer_id).sort()).toEqual([`a-${rest}`, `\u00fc-${rest}`].sort());
});
