import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { migrationsFolder } from '../../prisma/migrate.js';
import { judgeMigrations } from '../../scripts/schema/migrations.js';

async function judge(files: Record<string, string>): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'quietline-judged-'));
  try {
    for (const [name, sql] of Object.entries(files)) {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, 'migration.sql'), sql);
    }
    return await judgeMigrations(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

it('our own migrations stop nobody', async () => {
  expect(await judge({ '0013_a': 'CREATE INDEX "i" ON "event"("id");' })).not.toEqual([]);
  expect(await judgeMigrations(migrationsFolder())).toEqual([]);
});

it.each([
  ['an index on a table that was there', 'CREATE INDEX "i" ON "event"("id");'],
  ['an index that is taken away', 'DROP INDEX "i";'],
  ['an index built anew', 'REINDEX TABLE "event";'],
  ['a concurrent index beside another statement', 'CREATE INDEX CONCURRENTLY "i" ON "e"("a"); SELECT 1;'],
  ['two concurrent indexes', 'CREATE INDEX CONCURRENTLY i ON e(a); CREATE INDEX CONCURRENTLY j ON e(b);'],
  ['a concurrent index without a name', 'CREATE INDEX CONCURRENTLY ON "event"("id");'],
  ['a concurrent index that may be there', 'CREATE INDEX CONCURRENTLY IF NOT EXISTS "i" ON "e"("id");'],
  ['a check of rows that are there', 'ALTER TABLE "event" ADD CONSTRAINT "c" CHECK ("a" > 0);'],
  [
    'a foreign key of rows that are there',
    'ALTER TABLE "grant" ADD CONSTRAINT "f" FOREIGN KEY ("a") REFERENCES "step"("id");',
  ],
  ['a unique constraint of rows that are there', 'ALTER TABLE "grant" ADD CONSTRAINT "u" UNIQUE ("a");'],
  [
    'a constraint validated in the transaction that adds it',
    'ALTER TABLE "grant" ADD CONSTRAINT "c" CHECK ("a" > 0) NOT VALID; ALTER TABLE "grant" VALIDATE CONSTRAINT "c";',
  ],
  [
    'a constraint validated while locks are held',
    'ALTER TABLE "grant" ADD COLUMN "b" TEXT; ALTER TABLE "grant" VALIDATE CONSTRAINT "c";',
  ],
  ['a column that must not be empty', 'ALTER TABLE "grant" ALTER COLUMN "a" SET NOT NULL;'],
  ['a new column that must not be empty', 'ALTER TABLE "grant" ADD COLUMN "a" TEXT NOT NULL;'],
  ['a default for each row', 'ALTER TABLE "grant" ADD COLUMN "a" UUID DEFAULT gen_random_uuid();'],
  ['another type', 'ALTER TABLE "grant" ALTER COLUMN "a" TYPE BIGINT;'],
  ['a column that the release before still reads', 'ALTER TABLE "grant" DROP COLUMN "a";'],
  ['a table that the release before still reads', 'DROP TABLE "grant";'],
  ['a change of all rows', 'UPDATE "grant" SET "a" = 1;'],
  ['a change of rows behind a query', 'WITH x AS (SELECT 1) UPDATE "grant" SET "a" = 1 WHERE "b" = 2;'],
  ['rows that are taken away', 'DELETE FROM "grant" WHERE "b" = 2;'],
  ['a table that is emptied', 'TRUNCATE "grant";'],
  ['a table that is locked', 'LOCK TABLE "grant";'],
  [
    'two tables that were there',
    'ALTER TABLE "grant" ADD COLUMN "a" TEXT; ALTER TABLE "step" ADD COLUMN "a" TEXT;',
  ],
])('%s would', async (_, sql) => {
  expect(await judge({ '0013_a': sql })).not.toEqual([]);
});

it('what is new may have anything, and what is old what takes no time', async () => {
  const judged = judge({
    '0012_history': 'CREATE INDEX "i" ON "event"("id");',
    '0013_new': `CREATE TABLE "a" ("id" UUID NOT NULL, "n" BIGINT NOT NULL, CONSTRAINT "a_pkey" PRIMARY KEY ("id"));
      CREATE INDEX "a_n" ON "a"("n");
      ALTER TABLE "a" ADD CONSTRAINT "f" FOREIGN KEY ("id") REFERENCES "event"("id");
      UPDATE "a" SET "n" = 1;`,
    '0014_a_column': `ALTER TABLE "event" ADD COLUMN "b" TEXT, ADD COLUMN "c" TEXT NOT NULL DEFAULT 'x';
      ALTER TABLE "event" ADD CONSTRAINT "c" CHECK ("b" <> '') NOT VALID;`,
    '0014_b_validated': 'ALTER TABLE "event" VALIDATE CONSTRAINT "c";',
    '0014_c_index': '-- where it is found; and why\nCREATE INDEX CONCURRENTLY "e_b" ON "event"("b");\n',
    '0015_drop': 'DROP INDEX CONCURRENTLY "e_b"',
    '0016_few': `-- a comment
      SELECT 1;
      -- few rows: one for each channel
      UPDATE "send_rate" SET "per_second" = 1;`,
  });
  expect(await judged).toEqual([]);
});
