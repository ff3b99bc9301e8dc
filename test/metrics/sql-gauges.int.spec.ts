import { afterAll, expect, it } from '@jest/globals';
import type { PoolClient } from 'pg';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { openGaugePool } from '../../src/database/database.js';
import { sqlGauges } from '../../src/metrics/sql-gauges.js';
import { relayMetrics } from '../../src/relay/relay-metrics.js';
import { senderMetrics } from '../../src/worker/sender-metrics.js';
import { countingReads, Inbox } from '../relay/kit.js';
import { createDatabase } from '../support/database.js';
import { inTransaction } from '../../prisma/transaction.js';

const database = await createDatabase();
const { pool } = database;
const inbox = await Inbox.open(database);
const gauges = openGaugePool({ databaseUrl: database.url }, 'test', pino({ level: 'silent' }));
afterAll(() => gauges.end());
const registry = new Registry();
relayMetrics(registry, gauges);

/** Every series with what it shows now. */
async function read(from = registry): Promise<ReadonlyMap<string, number>> {
  const lines = (await from.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

const collected = (gauge: string) => `quietline_gauge_collected_timestamp_seconds{gauge="${gauge}"}`;
const PARKED = 'quietline_deliveries_parked';
const FAILED = 'quietline_grants_failed';

it('one whose table is locked keeps its last figure with its date, and all others are fresh', async () => {
  await inbox.take(await inbox.participation(), 'hotline.called');
  await pool.query(`update delivery set status = 'parked'`);
  const before = await read();
  expect(before.get(PARKED)).toBe(1);
  await inTransaction(pool, async (client) => {
    await client.query('lock table delivery in access exclusive mode');
    for (let times = 0; times < 2; times += 1) {
      const beside = await read();
      expect(beside.get(PARKED)).toBe(1);
      expect(beside.get(collected(PARKED))).toBe(before.get(collected(PARKED)));
      expect(beside.get(collected(FAILED))).toBeGreaterThan(before.get(collected(FAILED)) ?? NaN);
    }
  });
  const after = await read();
  expect(after.get(collected(PARKED))).toBeGreaterThan(before.get(collected(PARKED)) ?? NaN);
});

it('one that fails is told once, until it is collected again', async () => {
  const told: string[] = [];
  const log = { warn: (line: { gauge: string }) => void told.push(line.gauge) };
  const own = new Registry();
  const sql = 'select count(*)::int as value from missing';
  sqlGauges(own, gauges, [{ name: 'missing', help: 'of a table to come', sql }], log);
  for (let times = 0; times < 3; times += 1) await read(own);
  await pool.query('create table missing ()');
  expect((await read(own)).get('missing')).toBe(0);
  await pool.query('drop table missing');
  await read(own);
  expect(told).toEqual(['missing', 'missing']);
});

it('one that was never collected shows no figure and the date 0, not a figure of 0', async () => {
  const own = new Registry();
  sqlGauges(own, gauges, [{ name: 'broken', help: 'of no table', sql: 'select 1 as value from nowhere' }]);
  const all = await read(own);
  expect(all.get(collected('broken'))).toBe(0);
  expect(all.has('broken')).toBe(false);
});

it('is asked for once, however many read it at the same time', async () => {
  const own = new Registry();
  await pool.query('create sequence asked');
  sqlGauges(own, gauges, [
    { name: 'asked', help: 'how often', sql: `select nextval('asked')::int as value` },
  ]);
  const all = await Promise.all([read(own), read(own), read(own)]);
  expect(all.map((each) => each.get('asked'))).toEqual([1, 1, 1]);
});

it('the oldest undelivered event and the failing messages are found without reading those that wait', async () => {
  await pool.query('truncate participation, event, mailbox cascade');
  const participation = await inbox.participation();
  await pool.query(
    `with e as (
       insert into event (source, id, type, time, subject, data, received_at)
       select 'urn:many', i::text, 'hotline.called', now(), $1::text, '{"callId": "1"}', now() - (20001 - i) * interval '1 second'
       from generate_series(1, 20000) i returning seq
     ) insert into delivery (event_seq, participation_id, accepted_at) select seq, $1::uuid, now() from e`,
    [participation],
  );
  await pool.query(
    `insert into message (id, participation_id, kind, cause, due_at)
     select gen_random_uuid(), $1, 'invitation', i::text, now() from generate_series(1, 20000) i`,
    [participation],
  );
  await pool.query('vacuum analyze');
  expect((await read()).get('quietline_undelivered_oldest_seconds')).toBeGreaterThan(20_000);
  await inTransaction(pool, async (client) => {
    await client.query('set local enable_seqscan = off'); // as every connection of the program (database.ts)
    for (const table of ['delivery', 'event', 'message']) {
      const { answer, read: rows } = await countingReads(client, table, () => readOneByOne(client));
      expect(Math.min(...answer)).toBeGreaterThan(0);
      expect(rows).toBeLessThan(20);
    }
  });
});

/** Collects the gauges of relay and sender on this connection; answers when each was collected. */
async function readOneByOne(client: PoolClient): Promise<readonly number[]> {
  let last: Promise<unknown> = Promise.resolve();
  const query = (sql: string) => (last = last.then(() => client.query(sql)));
  const own = { relay: new Registry(), sender: new Registry() };
  relayMetrics(own.relay, { query } as never);
  senderMetrics(own.sender, { query } as never);
  const all = [...(await read(own.relay)), ...(await read(own.sender))];
  return all.filter(([name]) => name.startsWith('quietline_gauge_collected')).map(([, at]) => at);
}
