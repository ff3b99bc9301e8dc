import { expect, it } from '@jest/globals';
import { createDatabase } from '../support/database.js';
import { HARMLESS, PERSONAL } from './columns.js';

const { pool } = await createDatabase();

it('nobody can add a column without having said whether erasing has to reach it', async () => {
  const { rows } = await pool.query<{ column: string }>(
    `select table_name || '.' || column_name as column from information_schema.columns where table_schema = 'public' order by 1`,
  );
  const judged = [PERSONAL, HARMLESS].flatMap((list) =>
    Object.entries(list).flatMap(([table, columns]) => columns.map((column) => `${table}.${column}`)),
  );
  expect(judged.toSorted()).toEqual(rows.map(({ column }) => column).toSorted());
});
