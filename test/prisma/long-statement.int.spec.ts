import { afterAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { inTransaction } from '../../prisma/transaction.js';
import { longStatement } from '../../src/database/long-statement.js';
import { createDatabase } from '../support/database.js';

const { url } = await createDatabase();
const pool = new pg.Pool({ connectionString: url, max: 1, statement_timeout: 100, query_timeout: 200 });
// the file's database goes before its pool
pool.on('error', () => undefined);
afterAll(() => pool.end());

it('a statement over a whole list may take longer than those of a request, which keep their limit', async () => {
  const took = await inTransaction(pool, (client) =>
    longStatement(client, `select pg_sleep($1), 'whole' as list`, [0.4]),
  );
  expect(took).toMatchObject([{ list: 'whole' }]);
  await expect(pool.query('select pg_sleep(0.4)')).rejects.toThrow();
});

it('what comes behind it in the same transaction has its own limit again', async () => {
  const waiting = inTransaction(pool, async (client) => {
    await longStatement(client, 'select');
    await client.query('select pg_sleep(0.4)');
  });
  await expect(waiting).rejects.toMatchObject({ code: '57014' });
});
