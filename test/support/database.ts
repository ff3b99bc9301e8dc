import { randomUUID } from 'node:crypto';
import { afterAll } from '@jest/globals';
import pg from 'pg';
import { sharedServer } from './servers-client.js';

/** A database of the calling test file alone, migrated and empty. */
export interface TestDatabase {
  /** For what takes a DATABASE_URL. */
  readonly url: string;
  /** Ended after the file's last test; `createPrisma(pool)` shares it. */
  readonly pool: pg.Pool;
}

/**
 * Makes an empty migrated database and drops it after the file's last test. Call it at the top of the file:
 * `const database = await createDatabase();` (30 ms or so, the first call of a whole run 1 s). Only what tests the migrations
 * themselves wants `{ migrated: false }`.
 */
export async function createDatabase(options: { migrated?: boolean } = {}): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const server = await sharedServer('postgres');
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  const template = options.migrated === false ? 'template0' : 'template1';
  await execute(server, `create database ${name} template ${template}`);
  const pool = new pg.Pool({ connectionString: url });
  // `end` does not wait for the sockets, so the forced drop may meet one that is closing.
  pool.on('error', (error) => {
    if (!pool.ended) throw error;
  });
  afterAll(async () => {
    await pool.end();
    await execute(server, `drop database ${name} with (force)`);
  });
  return { url, pool };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
