import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { migrate } from '../../prisma/migrate.js';
import type { Patience } from '../../prisma/migrating/apply.js';
import { createDatabase } from '../support/database.js';
import { until } from '../support/until.js';

const database = await createDatabase({ migrated: false });
const PATIENT: Patience = { lockMs: 300, indexMs: 60_000, pausesMs: Array.from({ length: 200 }, () => 50) };
const HASTY: Patience = { lockMs: 20, indexMs: 20, pausesMs: [1, 1] };
const INDEX = 'create index concurrently "busy_a" on "busy"("a")';
let folder: string;
let said: string[];
let reader: pg.Client;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quietline-migrations-'));
  said = [];
  await database.pool.query('drop schema public cascade; create schema public');
  await write('0001_busy', 'create table busy (a int); insert into busy values (1), (1)');
  await migrate(database.url, folder);
  reader = new pg.Client({ connectionString: database.url, application_name: 'long-reader' });
  await reader.connect();
  await reader.query('begin isolation level repeatable read; select * from busy');
});
afterEach(async () => {
  await reader.end();
  await rm(folder, { recursive: true });
});

async function write(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, 'migration.sql'), sql);
}

function migrating(patience: Patience): Promise<string[]> {
  return migrate(database.url, folder, { patience, say: (line) => said.push(line) });
}

/** Resolves once the migration waits for a lock that somebody else has. */
async function queued(): Promise<void> {
  await until(async () => {
    const { rowCount } = await database.pool.query(
      `select from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.application_name = 'quietline-migrate'`,
    );
    return rowCount === 0 ? undefined : true;
  });
}

async function indexes(): Promise<unknown[]> {
  const { rows } = await database.pool.query<{ name: string }>(
    `select relname as name, indisvalid as valid from pg_index join pg_class c on c.oid = indexrelid
      where indrelid = 'busy'::regclass`,
  );
  return rows;
}

async function recorded(name: string): Promise<string[]> {
  const { rows } = await database.pool.query<{ state: string }>(
    `select case when finished_at is not null then 'finished' when logs is not null then 'failed' else 'begun' end as state
       from _prisma_migrations where migration_name = $1`,
    [name],
  );
  return rows.map(({ state }) => state);
}

const insert = () => database.pool.query('insert into busy (a) values (2)');

describe('while somebody reads a table for long, a migration', () => {
  it('that alters it lets those pass who queue behind it, and goes through when the reader has left', async () => {
    await write('0002_alter', 'alter table busy add column b int');
    const applied = migrating(PATIENT);
    await queued();
    await insert();
    await insert();
    await reader.query('commit');
    expect(await applied).toEqual(['0002_alter']);
  });

  it('says whom it waits for, without a word of what they ask', async () => {
    await write('0002_alter', 'alter table busy add column b int');
    const applied = migrating(PATIENT);
    await until(async () => said.find((line) => line.startsWith('Waiting')));
    await reader.query('commit');
    await applied;
    expect(said.join()).toMatch(/Waiting for session \d+ \(long-reader, idle in transaction, /);
    expect(said.join()).not.toMatch(/select/i);
  });

  it('gives up after so many tries, with nothing to repair before the next start', async () => {
    await write('0002_alter', 'alter table busy add column b int');
    await expect(migrating(HASTY)).rejects.toMatchObject({ problem: 'busy' });
    expect(said.filter((line) => line.includes('gives way'))).toHaveLength(2);
    expect(await recorded('0002_alter')).toEqual([]);
    await reader.query('commit');
    expect(await migrating(PATIENT)).toEqual(['0002_alter']);
  });

  it('that indexes it concurrently keeps nobody from writing', async () => {
    await write('0002_index', INDEX);
    const applied = migrating(PATIENT);
    await queued();
    await insert();
    await reader.query('commit');
    expect(await applied).toEqual(['0002_index']);
    expect(await indexes()).toEqual([{ name: 'busy_a', valid: true }]);
  });

  it('that drops an index concurrently keeps nobody from writing', async () => {
    await write('0002_index', 'create index concurrently "busy_a" on "busy"("a")');
    await write('0003_drop', 'drop index concurrently "busy_a"');
    const applied = migrating(PATIENT);
    await queued();
    await insert();
    await reader.query('commit');
    expect(await applied).toEqual(['0002_index', '0003_drop']);
    expect(await indexes()).toEqual([]);
  });

  it('that is started several times at once does not wait for the others that wait for it', async () => {
    await write('0002_index', INDEX);
    await reader.query('commit');
    const applied = await Promise.all([1, 2, 3].map(() => migrating(PATIENT)));
    expect(applied.flat()).toEqual(['0002_index']);
  });
});

describe('an index that is half built', () => {
  it('is left when others are in the way at every try, and built anew by the next start', async () => {
    await write('0002_index', INDEX);
    await expect(migrating(HASTY)).rejects.toMatchObject({ problem: 'busy' });
    expect(await indexes()).toEqual([{ name: 'busy_a', valid: false }]);
    await reader.query('commit');
    expect(await migrating(PATIENT)).toEqual(['0002_index']);
    expect(await indexes()).toEqual([{ name: 'busy_a', valid: true }]);
    expect(await recorded('0002_index')).toEqual(['finished']);
  });

  it('is built anew after the process was killed in the middle', async () => {
    await write('0002_index', INDEX);
    const killed = migrating(PATIENT).catch((error: unknown) => error);
    await queued();
    await database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'quietline-migrate'`,
    );
    expect(await killed).toBeInstanceOf(Error);
    await reader.query('commit');
    expect(await migrating(PATIENT)).toEqual(['0002_index']);
    expect(await indexes()).toEqual([{ name: 'busy_a', valid: true }]);
  });

  it('is taken as it is when only the record of its end is missing', async () => {
    await write('0002_index', INDEX);
    await reader.query('commit');
    await migrating(PATIENT);
    await database.pool.query(
      `update _prisma_migrations set finished_at = null where migration_name = '0002_index'`,
    );
    expect(await migrating(PATIENT)).toEqual(['0002_index']);
    expect(await recorded('0002_index')).toEqual(['finished']);
  });

  it('because its rows contradict it is removed, and needs somebody to look', async () => {
    await reader.query('commit');
    await write('0002_unique', 'create unique index concurrently "busy_a" on "busy"("a")');
    await expect(migrating(PATIENT)).rejects.toMatchObject({ problem: 'failed-now' });
    expect(await indexes()).toEqual([]);
    await expect(migrating(PATIENT)).rejects.toMatchObject({ problem: 'failed-earlier' });
  });
});
