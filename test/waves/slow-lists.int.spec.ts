import { PassThrough } from 'node:stream';
import { afterAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { cachedProgrammes } from '../../prisma/programmes.js';
import { Database } from '../../src/database/database.js';
import { WorkflowLinks } from '../../src/participations/views.js';
import { PublishedProgrammes } from '../../src/programmes/published.js';
import { Lists } from '../../src/waves/lists.js';
import { WaveViews } from '../../src/waves/wave-views.js';
import { TestApi } from '../api/api.js';
import { CONSENT, HEADER, listOf, waveCalls } from '../api/waves.js';
import { until } from '../support/until.js';

const api = await TestApi.start();
await api.publish();
const { wave, fill, comingIn } = waveCalls(api);

/** Who is still sending hears of it, and stops. */
const BROKEN_OFF = { status: 408, code: 'upload-stalled', extras: { headers: { connection: 'close' } } };

/** So soon PostgreSQL ends a transaction that is left lying. */
const IDLE_MS = 300;
const pool = new pg.Pool({
  connectionString: api.database.url,
  max: 8,
  application_name: 'lists',
  idle_in_transaction_session_timeout: IDLE_MS,
});
// the file's database goes before its pool
pool.on('error', () => undefined);
const database = new Database(pool);
afterAll(() => database.close());

function listsOf(patience: { silentMs: number; wholeMs: number }) {
  const views = new WaveViews(new WorkflowLinks({ temporalNamespace: 'default' }), {
    programmes: cachedProgrammes(),
    keepsWindows: false,
  });
  const published = new PublishedProgrammes();
  const key = 'only-for-tests-only-for-tests-only';
  return new Lists(database, published, views, key, patience);
}

/** A list of which so much has come; more may follow, or nothing ever. */
function coming(soFar: string): PassThrough {
  const list = new PassThrough();
  list.write(soFar);
  return list;
}

it('lists whose senders go silent without hanging up are broken off, so that others come in', async () => {
  const lists = listsOf({ silentMs: 200, wholeMs: 60_000 });
  const silent = [coming(''), coming(`${HEADER}\ns-1,+4915123456780,${CONSENT}\n`)];
  const answers = await Promise.allSettled(
    silent.map(async (list) => lists.fill((await wave()).id, list, 'text/csv')),
  );
  for (const answer of answers) expect(answer).toMatchObject({ reason: BROKEN_OFF });
  expect(silent.map(({ destroyed }) => destroyed)).toEqual([false, false]);
  const { id } = await wave();
  const list = new PassThrough().end(listOf(['s-2']));
  expect(await lists.fill(id, list, 'text/csv')).toMatchObject({ state: 'checked', rows: { total: 1 } });
});

it('whoever steers a wave whose list is coming in, or puts another, hears of it at once, and the list goes on', async () => {
  const lists = listsOf({ silentMs: 20_000, wholeMs: 60_000 });
  const { id } = await wave();
  const list = coming(`${HEADER}\ns-5,+4915123456780,${CONSENT}\n`);
  const filling = lists.fill(id, list, 'text/csv');
  await comingIn(id);
  const refused = { status: 409, body: { code: 'list-coming-in' } };
  for (const step of ['send', 'pause', 'resume', 'cancel'])
    expect(await api.call('POST', `/v1/waves/${id}/${step}`)).toMatchObject(refused);
  for (let other = 0; other < 5; other += 1) expect(await fill(id, listOf(['s-6']))).toMatchObject(refused);
  const elsewhere = await wave();
  expect(await fill(elsewhere.id, listOf(['s-7']))).toMatchObject({ status: 200 });
  list.end();
  expect(await filling).toMatchObject({ state: 'checked', rows: { total: 1 } });
  expect(await api.call('POST', `/v1/waves/${id}/send`)).toMatchObject({ status: 202 });
});

it('a list that keeps coming, however slowly, is taken in whole', async () => {
  const lists = listsOf({ silentMs: 20_000, wholeMs: 60_000 });
  const { id } = await wave();
  const list = coming(`${HEADER}\ns-3,+4915123456780,${CONSENT}\n`);
  const filling = lists.fill(id, list, 'text/csv');
  await until(async () => {
    const { rowCount } = await api.database.pool.query(
      `select from pg_stat_activity where datname = current_database() and application_name = 'lists'
       and state = 'idle in transaction' and state_change < clock_timestamp() - $1 * interval '1 millisecond'`,
      [2 * IDLE_MS],
    );
    return rowCount === 1 || undefined;
  });
  list.end(`s-4,+4915123456781,${CONSENT}\n`);
  expect(await filling).toMatchObject({ state: 'checked', rows: { total: 2 } });
});

it('a list that never ends is broken off although something keeps coming', async () => {
  const lists = listsOf({ silentMs: 20_000, wholeMs: 300 });
  const list = coming(HEADER);
  const trickling = setInterval(() => list.write(','), 20);
  const { id } = await wave();
  await expect(lists.fill(id, list, 'text/csv')).rejects.toMatchObject(BROKEN_OFF);
  clearInterval(trickling);
});
