import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/** What stands in the way of migrating; the message says what to do about it. */
export type MigrationProblem =
  'busy' | 'changed' | 'failed-earlier' | 'failed-now' | 'unknown-to-folder' | 'no-folder';

/** The database could not be brought to the newest schema; `problem` is stable, `message` is for the operator. */
export class MigrationError extends Error {
  readonly problem: MigrationProblem;

  constructor(problem: MigrationProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MigrationError';
    this.problem = problem;
  }
}

interface Applied {
  name: string;
  checksum: string;
  finished: boolean;
}

/** The lock that `prisma migrate deploy` takes, so that neither runs while the other does. */
const PRISMA_LOCK = 72_707_369;
const LOCK_WAIT = '60s';

/** The table that `prisma migrate deploy` keeps: same columns, so that its engine accepts our history as its own. */
const HISTORY_TABLE = `create table if not exists _prisma_migrations (
  id varchar(36) primary key not null,
  checksum varchar(64) not null,
  finished_at timestamptz,
  migration_name varchar(255) not null,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz not null default now(),
  applied_steps_count integer not null default 0
)`;

/** The project's own `prisma/migrations`, found from the sources and from the built program alike. */
export function migrationsFolder(): string {
  const candidates = [
    join(import.meta.dirname, 'migrations'),
    join(import.meta.dirname, '../../prisma/migrations'),
  ];
  const found = candidates.find((folder) => existsSync(folder));
  if (!found) throw new MigrationError('no-folder', `No migrations: looked in ${candidates.join(' and ')}`);
  return found;
}

/**
 * Applies, in the order of their names, the migrations that the database does not have yet, and returns those names.
 * Several processes may call it at once: one works, the others wait up to a minute and find nothing left to do.
 * Throws MigrationError; a migration that fails is rolled back as a whole and recorded with its error.
 */
export async function migrate(databaseUrl: string, folder = migrationsFolder()): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'quietline-migrate' });
  await client.connect();
  try {
    await lock(client);
    await client.query(HISTORY_TABLE);
    return await applyMissing(client, folder);
  } finally {
    await client.end();
  }
}

async function lock(client: pg.Client): Promise<void> {
  await client.query(`set lock_timeout = '${LOCK_WAIT}'`);
  try {
    await client.query('select pg_advisory_lock($1)', [PRISMA_LOCK]);
  } catch (cause) {
    throw new MigrationError('busy', `Another migration holds the lock for more than ${LOCK_WAIT}`, {
      cause,
    });
  }
  await client.query('reset lock_timeout');
}

async function applyMissing(client: pg.Client, folder: string): Promise<string[]> {
  const names = await migrationNames(folder);
  const history = await readHistory(client);
  for (const name of history.keys()) {
    if (!names.includes(name))
      throw new MigrationError(
        'unknown-to-folder',
        `The database has ${name}, this release does not: start a newer one`,
      );
  }
  const applied: string[] = [];
  for (const name of names) {
    const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8');
    const checksum = createHash('sha256').update(sql).digest('hex');
    const before = history.get(name);
    if (before) assertUnchanged(before, checksum);
    else {
      await apply(client, name, sql, checksum);
      applied.push(name);
    }
  }
  return applied;
}

async function migrationNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

async function readHistory(client: pg.Client): Promise<Map<string, Applied>> {
  const { rows } = await client.query<Applied>(
    `select migration_name as name, checksum, finished_at is not null as finished
       from _prisma_migrations where rolled_back_at is null`,
  );
  return new Map(rows.map((row) => [row.name, row]));
}

function assertUnchanged(before: Applied, checksum: string): void {
  if (!before.finished)
    throw new MigrationError(
      'failed-earlier',
      `${before.name} failed earlier (see logs in _prisma_migrations): repair its cause, set its rolled_back_at, try again`,
    );
  if (before.checksum !== checksum)
    throw new MigrationError(
      'changed',
      `${before.name} was changed after it was applied: restore it and put the change into a new migration`,
    );
}

async function apply(client: pg.Client, name: string, sql: string, checksum: string): Promise<void> {
  const id = randomUUID();
  await client.query('insert into _prisma_migrations (id, checksum, migration_name) values ($1, $2, $3)', [
    id,
    checksum,
    name,
  ]);
  try {
    await client.query(sql);
  } catch (cause) {
    await client.query('update _prisma_migrations set logs = $2 where id = $1', [id, String(cause)]);
    throw new MigrationError('failed-now', `${name} failed: ${String(cause)}`, { cause });
  }
  await client.query(
    'update _prisma_migrations set finished_at = now(), applied_steps_count = 1 where id = $1',
    [id],
  );
}
