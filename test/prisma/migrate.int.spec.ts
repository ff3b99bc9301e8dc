import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { migrate, migrationsFolder } from '../../prisma/migrate.js';
import { createDatabase } from '../support/database.js';

const database = await createDatabase({ migrated: false });
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quietline-migrations-'));
  await database.pool.query('drop schema public cascade; create schema public');
});
afterEach(() => rm(folder, { recursive: true }));

async function write(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, 'migration.sql'), sql);
}

async function tables(): Promise<string[]> {
  const { rows } = await database.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
  );
  return rows.map((row) => row.name);
}

describe('migrate', () => {
  it('brings an empty database to the schema of this release, in order, and a second time does nothing', async () => {
    const names = (await readdir(migrationsFolder(), { withFileTypes: true })).filter((e) => e.isDirectory());
    expect(await migrate(database.url)).toEqual(names.map((entry) => entry.name).sort());
    expect(await migrate(database.url)).toEqual([]);
    expect(await tables()).toContain('participation');
  });

  it('lets several processes start at once: each migration is applied by one of them', async () => {
    await write('0001_a', 'create table a (id int)');
    await write('0002_b', 'create table b (id int)');
    const applied = await Promise.all([1, 2, 3].map(() => migrate(database.url, folder)));
    expect(applied.flat()).toEqual(['0001_a', '0002_b']);
  });

  it('leaves nothing half done when a migration fails, and refuses to go on until someone has looked', async () => {
    await write('0001_a', 'create table a (id int); select 1 / 0');
    await write('0002_b', 'create table b (id int)');
    await expect(migrate(database.url, folder)).rejects.toMatchObject({ problem: 'failed-now' });
    expect(await tables()).toEqual(['_prisma_migrations']);
    await write('0001_a', 'create table a (id int)');
    await expect(migrate(database.url, folder)).rejects.toMatchObject({ problem: 'failed-earlier' });
    await database.pool.query('update _prisma_migrations set rolled_back_at = now()');
    expect(await migrate(database.url, folder)).toEqual(['0001_a', '0002_b']);
  });

  it('refuses a migration that was changed after it was applied, so that no two installations differ unseen', async () => {
    await write('0001_a', 'create table a (id int)');
    await migrate(database.url, folder);
    await write('0001_a', 'create table a (id bigint)');
    await expect(migrate(database.url, folder)).rejects.toMatchObject({ problem: 'changed' });
  });

  it('refuses to run an older release on a newer database', async () => {
    await write('0001_a', 'create table a (id int)');
    await write('0002_b', 'create table b (id int)');
    await migrate(database.url, folder);
    await rm(join(folder, '0002_b'), { recursive: true });
    await expect(migrate(database.url, folder)).rejects.toMatchObject({ problem: 'unknown-to-folder' });
  });
});
