import { afterAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { createDatabase } from '../support/database.js';
import { fill, pass, sweepingOn } from './crowd.js';

const database = await createDatabase();
const pool = new pg.Pool({ connectionString: database.url, max: 1, connectionTimeoutMillis: 5_000 });
pool.on('error', () => undefined);
afterAll(() => pool.end());

it('a sweep ends well with a single connection, although it has read no programme before', async () => {
  await fill(database.pool, { count: 40, oneInToWarn: 20, oneInToDrop: 20 });
  const { sweeping } = sweepingOn(pool);
  expect(await pass(sweeping, 'warn')).toMatchObject({ found: 2 });
  expect(await pass(sweeping, 'proposeDrops')).toMatchObject({ found: 2 });
});
