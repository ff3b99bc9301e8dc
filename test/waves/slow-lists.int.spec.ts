import { randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { afterAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { cachedProgrammes } from '../../prisma/programmes.js';
import { Database } from '../../src/database/database.js';
import { WorkflowLinks } from '../../src/participations/views.js';
import { PublishedProgrammes } from '../../src/programmes/published.js';
import { ONE_BY_ONE } from '../../src/waves/holdout.sql.js';
import { forgetLostLists } from '../../src/waves/incoming-list.js';
import { Lists, MOST_COMING_IN } from '../../src/waves/lists.js';
import { WaveViews } from '../../src/waves/wave-views.js';
import { TestApi } from '../api/api.js';
import { CONSENT, HEADER, listOf, waveCalls } from '../api/waves.js';
import { until } from '../support/until.js';

const api = await TestApi.start();
await api.publish();
await api.publish('all-invited');
const { wave, fill, comingIn, kept: keptAside, reasons } = waveCalls(api);

/** Who is still sending hears of it, and stops. */
const BROKEN_OFF = { status: 408, code: 'upload-stalled', extras: { headers: { connection: 'close' } } };

const pool = new pg.Pool({ connectionString: api.database.url, max: 4, application_name: 'lists' });
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

const customers = (count: number) => Array.from({ length: count }, () => `s-${randomUUID()}`);

/** Until so many rows of this list are kept aside; blank lines keep it coming, and let what came before them be read. */
async function kept(list: PassThrough, id: string, rows: number): Promise<void> {
  const trickling = setInterval(() => list.write('\n'), 20);
  await keptAside(id, rows).finally(() => clearInterval(trickling));
}

/** What is kept aside of a list for this wave, and of lists that are gone. */
async function leftAside(id: string) {
  const { rows } = await pool.query(
    `select (select count(*)::int from incoming_list where wave_id = $1) as lists,
       (select count(*)::int from incoming_rows i left join incoming_list l on l.id = i.list_id
        where l.id is null or l.wave_id = $1) as rows`,
    [id],
  );
  return rows[0] as { lists: number; rows: number };
}

/** Vacuum takes away what has just been changed: nobody may need it any more. */
async function anyoneTidiesUp(): Promise<void> {
  await pool.query('create table to_be_tidied as select generate_series(1, 1000) as n');
  await pool.query('delete from to_be_tidied');
  const { pool: own } = api.database;
  await until(async () => {
    await own.query('vacuum to_be_tidied');
    const { rows } = await own.query<{ bytes: number }>(
      `select pg_relation_size('to_be_tidied')::int as bytes`,
    );
    return rows[0]?.bytes === 0 || undefined;
  });
}

it('lists whose senders go silent without hanging up are broken off, so that others come in', async () => {
  const lists = listsOf({ silentMs: 200, wholeMs: 60_000 });
  const silent = Array.from({ length: MOST_COMING_IN }, (_, i) =>
    coming(i % 2 ? `${HEADER}\ns-1,+4915123456780,${CONSENT}\n` : ''),
  );
  const waves = await Promise.all(silent.map(() => wave()));
  const filling = silent.map((list, i) => lists.fill(waves[i]?.id ?? '', list, 'text/csv'));
  const busy = lists.fill((await wave()).id, coming(''), 'text/csv');
  await expect(busy).rejects.toMatchObject({ status: 503, code: 'lists-busy' });
  const answers = await Promise.allSettled(filling);
  for (const answer of answers) expect(answer).toMatchObject({ reason: BROKEN_OFF });
  expect(silent.filter(({ destroyed }) => destroyed)).toEqual([]);
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

it('a list that keeps coming, however slowly, is taken in whole, and no transaction is open while it comes', async () => {
  const lists = listsOf({ silentMs: 20_000, wholeMs: 60_000 });
  const { id } = await wave();
  const list = coming(`${listOf(customers(1_500))}\n`);
  const filling = lists.fill(id, list, 'text/csv');
  await kept(list, id, 1_000);
  // what would hold back vacuum: an open transaction, a snapshot, an id of its own
  const { rows } = await api.database.pool.query(
    `select state, query from pg_stat_activity where datname = current_database() and (application_name = 'lists' or application_name like 'api%')
     and (xact_start is not null or backend_xmin is not null or backend_xid is not null)`,
  );
  expect(rows).toEqual([]);
  await anyoneTidiesUp();
  list.end(`s-last,+4915123456781,${CONSENT}\n`);
  expect(await filling).toMatchObject({ state: 'checked', rows: { total: 1_501 } });
  expect(await leftAside(id)).toEqual({ lists: 0, rows: 0 });
});

it('a list is heard of as long as it comes, however little of it', async () => {
  const lists = listsOf({ silentMs: 2_000, wholeMs: 60_000 });
  const { id } = await wave();
  const list = coming(`${listOf(customers(1_000))}\n`);
  const filling = lists.fill(id, list, 'text/csv');
  await kept(list, id, 1_000);
  await pool.query(`update incoming_list set alive_until = now() + interval '5 seconds' where wave_id = $1`, [
    id,
  ]);
  const trickling = setInterval(() => list.write('\n'), 20);
  await until(async () => {
    const { rowCount } = await pool.query(
      `select from incoming_list where wave_id = $1 and alive_until > now() + interval '30 seconds'`,
      [id],
    );
    return rowCount === 1 || undefined;
  });
  clearInterval(trickling);
  expect(await forgetLostLists(pool)).toBe(0);
  list.end();
  expect(await filling).toMatchObject({ rows: { total: 1_000 } });
});

it('the list that is there stays until another is there as a whole', async () => {
  const lists = listsOf({ silentMs: 20_000, wholeMs: 60_000 });
  const { id } = await wave('all-invited');
  await fill(id, listOf(['old-1', 'old-2']));
  const list = coming(`${listOf(customers(1_000))}\n`);
  const filling = lists.fill(id, list, 'text/csv');
  await kept(list, id, 1_000);
  expect(await reasons(id)).toEqual(['old-1 to-invite', 'old-2 to-invite']);
  list.destroy(new Error('the line is cut'));
  await expect(filling).rejects.toMatchObject({ code: 'upload-broken-off' });
  expect(await reasons(id)).toEqual(['old-1 to-invite', 'old-2 to-invite']);
  expect(await leftAside(id)).toEqual({ lists: 0, rows: 0 });
  expect(await api.call('POST', `/v1/waves/${id}/send`)).toMatchObject({ status: 202 });
});

describe('a list whose process was killed', () => {
  /** As kill -9 leaves it, a minute later: rows kept aside, and nobody who hears of it. */
  async function lostList(): Promise<string> {
    const { id } = await wave('all-invited');
    await pool.query(
      `with lost as (
         insert into incoming_list (id, wave_id, began_at, alive_until) values (gen_random_uuid(), $1, now() - interval '5 minutes', now())
         returning id
       )
       insert into incoming_rows (list_id, batch, rows) select id, 1, '[{"n": 1, "customer_id": "lost"}]' from lost`,
      [id],
    );
    return id;
  }

  it('leaves nothing behind, and holds its wave up no longer', async () => {
    const id = await lostList();
    expect(await forgetLostLists(pool)).toBe(1);
    expect(await leftAside(id)).toEqual({ lists: 0, rows: 0 });
    expect(await fill(id, listOf(['s-8']))).toMatchObject({ status: 200, body: { rows: { total: 1 } } });
  });

  it("is in nobody else's way before", async () => {
    const id = await lostList();
    expect(await fill(id, listOf(['s-9']))).toMatchObject({ status: 200, body: { rows: { total: 1 } } });
    expect(await leftAside(id)).toEqual({ lists: 0, rows: 0 });
    const cancelled = await lostList();
    expect(await api.call('POST', `/v1/waves/${cancelled}/cancel`)).toMatchObject({ status: 202 });
  });
});

it('a list that was given up, or lost its rows with PostgreSQL, is not taken in by half', async () => {
  const lists = listsOf({ silentMs: 20_000, wholeMs: 60_000 });
  const nothingKept = { status: 503, code: 'storage-unavailable' };
  for (const happens of [
    'delete from incoming_list where wave_id = $1',
    'delete from incoming_rows where list_id = (select id from incoming_list where wave_id = $1)',
  ]) {
    const { id } = await wave();
    const list = coming(`${listOf(customers(1_500))}\n`);
    const filling = lists.fill(id, list, 'text/csv');
    await kept(list, id, 1_000);
    await pool.query(happens, [id]);
    list.end();
    await expect(filling).rejects.toMatchObject(nothingKept);
    expect(await reasons(id)).toEqual([]);
    expect(await leftAside(id)).toEqual({ lists: 0, rows: 0 });
  }
});

it('lists that are in wait for each other to be judged, and not for a connection that others need', async () => {
  const lists = listsOf({ silentMs: 20_000, wholeMs: 60_000 });
  const drawing = await api.database.pool.connect();
  await drawing.query('begin');
  await drawing.query(ONE_BY_ONE, ['online-statt-hotline']);
  const waves = await Promise.all(Array.from({ length: 5 }, () => wave()));
  const filling = waves.map(({ id }, i) =>
    lists.fill(id, new PassThrough().end(listOf(customers(3).map((each) => `${each}-${i}`))), 'text/csv'),
  );
  for (const { id } of waves) await keptAside(id, 3);
  await until(async () => {
    const { rowCount } = await api.database.pool.query(
      `select from pg_stat_activity where datname = current_database() and application_name = 'lists' and wait_event = 'advisory'`,
    );
    return rowCount === 1 || undefined;
  });
  expect((await pool.query('select')).rowCount).toBe(1);
  for (const { id } of waves)
    expect(await api.call('POST', `/v1/waves/${id}/cancel`)).toMatchObject({
      body: { code: 'list-coming-in' },
    });
  await drawing.query('rollback');
  drawing.release();
  for (const filled of await Promise.all(filling)) expect(filled).toMatchObject({ rows: { total: 3 } });
});

it('a list that never ends is broken off although something keeps coming', async () => {
  const lists = listsOf({ silentMs: 20_000, wholeMs: 300 });
  const list = coming(HEADER);
  const trickling = setInterval(() => list.write(','), 20);
  const { id } = await wave();
  await expect(lists.fill(id, list, 'text/csv')).rejects.toMatchObject(BROKEN_OFF);
  clearInterval(trickling);
});
