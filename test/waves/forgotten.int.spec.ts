import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { cachedProgrammes } from '../../prisma/programmes.js';
import { StoredWavePages } from '../../src/waves/wave-pages.js';
import { startWaves } from '../api/start-waves.js';

const { api, pool, wave, fill } = await startWaves();
const pages = new StoredWavePages(pool, cachedProgrammes(), false, 'only-for-tests-only-for-tests-only');

/** A checked list of 20 customers, of whom one is held out, and one is named twice. */
async function checked(): Promise<{ readonly id: string; readonly customers: readonly string[] }> {
  const { id } = await wave();
  const customers = Array.from({ length: 20 }, () => randomUUID());
  const reached = [{ code: 'app-installed', time: '2026-01-01T00:00:00Z' }];
  const rows = [...customers, customers[0]].map((customerId) => ({
    ...{ customerId, language: 'en', accountId: 'A-1', bucketId: 'B-1', reached },
    ...{ mobile: '+4915123456780', smsBasis: 'express-consent', smsEvidence: 'form 17 of 2026-03-01' },
  }));
  const { status } = await fill(
    id,
    rows.map((row) => JSON.stringify(row)).join('\n'),
    'application/x-ndjson',
  );
  expect(status).toBe(200);
  return { id, customers };
}

/** How many rows of each verdict still hold what only an invitation needs. */
async function holding(id: string): Promise<Readonly<Record<string, string>>> {
  const { rows } = await pool.query<{ verdict: string; holding: string }>(
    `select verdict, count(*) filter (where num_nonnulls(language, account_id, bucket_id, reached) > 0) || ' of ' || count(*) as holding
     from wave_row where wave_id = $1 group by verdict`,
    [id],
  );
  return Object.fromEntries(rows.map((row) => [row.verdict, row.holding]));
}

it('of whoever is not invited, a list keeps neither account nor what they had reached', async () => {
  const { id } = await checked();
  expect(await holding(id)).toEqual({ 'to-invite': '19 of 19', 'held-out': '0 of 1', refused: '0 of 1' });
});

it('of whoever was invited, that is kept with the participation alone', async () => {
  const { id, customers } = await checked();
  await api.call('POST', `/v1/waves/${id}/send`);
  await pages.invite(id, 0);
  expect(await holding(id)).toEqual({ invited: '0 of 19', 'held-out': '0 of 1', refused: '0 of 1' });
  const { rows } = await pool.query(
    `select language, account_id, bucket_id, count(*)::int as n from participation
     where customer_id = any ($1) group by 1, 2, 3`,
    [customers],
  );
  expect(rows).toEqual([{ language: 'en', account_id: 'A-1', bucket_id: 'B-1', n: 19 }]);
});

it('of whoever asks to be erased before their turn comes, nothing of that is left', async () => {
  const { id } = await checked();
  await api.call('POST', `/v1/waves/${id}/send`);
  await pool.query(
    `insert into erasure (id, customer_id, requested_by, requested_at, due_at, look_at)
     select gen_random_uuid(), customer_id, 'test', now(), now(), now() from wave_row where wave_id = $1 and verdict = 'to-invite'`,
    [id],
  );
  await pages.invite(id, 0);
  expect(await holding(id)).toEqual({ refused: '0 of 20', 'held-out': '0 of 1' });
});

it('of a list that is cancelled, none of it is kept, whoever cancels', async () => {
  const { id } = await checked();
  await api.call('POST', `/v1/waves/${id}/cancel`);
  expect(await holding(id)).toMatchObject({ 'to-invite': '0 of 19' });
  const other = await checked();
  await api.call('POST', `/v1/waves/${other.id}/send`);
  await pages.leave(other.id, 'cancelled');
  expect(await holding(other.id)).toMatchObject({ 'to-invite': '0 of 19' });
});
