import { join } from 'node:path';
import { readMigrations } from '../../prisma/migrating/files.js';
import { judgeMigration } from './migration-rules.js';
import { squawk, statements } from './squawk.js';

/** The first that may meet a database with rows in it: nothing ran in production before. */
const FIRST = '0013';

/** What is wrong with the migrations in `folder`, from the first that runs beside the release before it; a line each. */
export async function judgeMigrations(folder: string): Promise<string[]> {
  const migrations = (await readMigrations(folder)).filter(({ name }) => name >= FIRST);
  const file = (name: string) => join(folder, name, 'migration.sql');
  const judged = migrations.map(async ({ name, sql }) =>
    judgeMigration(sql, await statements(file(name), sql)).map((line) => `${file(name)}: ${line}`),
  );
  return [...(await squawk(migrations.map(({ name }) => file(name)))), ...(await Promise.all(judged)).flat()];
}
