import { readFile, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { expect, it } from '@jest/globals';
import pg from 'pg';
import programme from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import { CONSENT, HEADER } from '../api/waves.js';
import { until } from '../support/until.js';
import { Operator } from './operator.js';
import { Shipped } from './shipped.js';

const MEGABYTES = 1024;
/** In megabytes, all of the API's; about 205 are there before any list comes in. */
const MOST = 300;
const shipped = await Shipped.start();
const operator = await Operator.of(shipped);
await operator.publish({ ...programme, code: 'lists' });

/** The most memory that the API has had at once since this was last forgotten, in megabytes. */
async function peakOfApi(): Promise<number> {
  const status = await readFile(`/proc/${await shipped.pid('api')}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / MEGABYTES;
}

async function forgetPeak(): Promise<void> {
  await writeFile(`/proc/${await shipped.pid('api')}/clear_refs`, '5');
}

async function* rows(): AsyncGenerator<string> {
  yield `${HEADER}\n`;
  for (let page = 0; page < 100; page += 1) {
    const line = (i: number) =>
      i % 10
        ? `big-${page}-${i},+49151${String(page * 1_000 + i).padStart(8, '2')},${CONSENT}\n`
        : `broken ${i}\n`;
    yield Array.from({ length: 1_000 }, (_, i) => line(i)).join('');
  }
}

async function* megabytesOf(piece: string): AsyncGenerator<Buffer> {
  yield Buffer.from(`${HEADER}\n`);
  for (let i = 0; i < 200; i += 1) yield Buffer.alloc(MEGABYTES * 1024, piece);
}

async function put(id: string, list: AsyncIterable<string | Buffer>): Promise<Response> {
  return fetch(`${shipped.url('api')}/v1/waves/${id}/list`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${await shipped.token()}`, 'content-type': 'text/csv' },
    body: Readable.toWeb(Readable.from(list)) as ReadableStream,
    duplex: 'half',
  } as RequestInit);
}

it.each<[string, () => AsyncGenerator<string | Buffer>, object]>([
  [
    '100,000 rows, ten thousand of them broken',
    rows,
    { total: 100_000, refused: { 'malformed-row': 10_000 } },
  ],
  ['200 MB of commas', () => megabytesOf(','), { total: 1, refused: { 'malformed-row': 1 } }],
  ['200 MB of quotes', () => megabytesOf('"'), { total: 1, refused: { 'malformed-row': 1 } }],
])(
  'a list of %s makes the API take little more memory than it takes by itself',
  async (_what, list, expected) => {
    const { id } = await operator.emptyWave('lists');
    await forgetPeak();
    const before = await peakOfApi();
    const response = await put(id, list());
    expect(await response.json()).toMatchObject({ rows: expected });
    const peak = await peakOfApi();
    expect(peak - before).toBeLessThan(75);
    expect(peak).toBeLessThan(MOST);
  },
  120_000,
);

it('a list whose API is killed in the middle leaves nothing behind, and another one comes in', async () => {
  const { id } = await operator.emptyWave('lists');
  const behind = new pg.Client({ connectionString: shipped.databaseUrl });
  await behind.connect();
  const kept = async () => (await behind.query('select from incoming_rows')).rowCount ?? 0;
  const filling = put(
    id,
    (async function* () {
      yield* rows();
      await new Promise(() => undefined);
    })(),
  );
  await until(async () => (await kept()) > 50 || undefined);
  await Promise.all([expect(filling).rejects.toThrow(), shipped.kill('api')]);
  expect(await kept()).toBeGreaterThan(50);
  // as if its minute were over
  await behind.query('update incoming_list set alive_until = now()');
  await until(async () => (await kept()) === 0 || undefined);
  const { rowCount } = await behind.query(`select from wave_row where wave_id = $1`, [id]);
  expect(rowCount).toBe(0);
  await behind.end();
  const list = `${HEADER}\nafter-kill,+4915123456780,${CONSENT}\n`;
  const response = await until(() => put(id, Readable.from([list])).catch(() => undefined));
  expect(await response.json()).toMatchObject({ state: 'checked', rows: { total: 1 } });
}, 120_000);
