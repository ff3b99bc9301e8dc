import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { apply, type Migrator, PATIENCE, type Patience } from './migrating/apply.js';
import { concurrentIndex } from './migrating/concurrent-index.js';
import { MigrationError } from './migrating/error.js';
import { type Migration, readMigrations } from './migrating/files.js';
import { readHistory, type Recorded } from './migrating/history.js';
import { Waits } from './migrating/waits.js';

/** The lock that `prisma migrate deploy` takes, so that neither runs while the other does. */
const PRISMA_LOCK = 72_707_369;
const LOCK_WAIT_MS = 60_000;
const LOCK_TRIED_EVERY_MS = 100;

/** How migrating goes about it. */
export interface Manner {
  /** Hears what is waited for, a line at a time. */
  readonly say?: (line: string) => void;
  readonly patience?: Patience;
}

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
 * It may run beside everything else: whoever reads or writes waits for it no longer than `patience.lockMs` and what the file
 * itself takes. Throws MigrationError; a migration that fails is rolled back as a whole and recorded with its error.
 */
export async function migrate(
  databaseUrl: string,
  folder = migrationsFolder(),
  { say = () => undefined, patience = PATIENCE }: Manner = {},
): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'quietline-migrate' });
  // Without a listener a connection that is lost between two statements ends the process; the next statement tells.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await lock(client);
    const waits = await Waits.watch(databaseUrl, await backend(client), say);
    try {
      return await applyMissing({ client, waits, patience, say }, await readMigrations(folder));
    } finally {
      await waits.stop();
    }
  } finally {
    await client.end();
  }
}

/** Asks again and again instead of waiting inside a statement: an index that is built concurrently waits for every statement. */
async function lock(client: pg.Client): Promise<void> {
  const givesUpAt = Date.now() + LOCK_WAIT_MS;
  for (;;) {
    const { rows } = await client.query<{ ours: boolean }>('select pg_try_advisory_lock($1) as ours', [
      PRISMA_LOCK,
    ]);
    if (rows[0]?.ours) return;
    if (Date.now() > givesUpAt)
      throw new MigrationError('busy', `Another migration holds the lock for more than ${LOCK_WAIT_MS} ms`);
    await sleep(LOCK_TRIED_EVERY_MS);
  }
}

async function backend(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  if (!rows[0]) throw new Error('PostgreSQL does not tell the process of its session');
  return rows[0].pid;
}

async function applyMissing(migrator: Migrator, migrations: readonly Migration[]): Promise<string[]> {
  const history = await readHistory(migrator.client);
  for (const name of history.keys()) {
    if (!migrations.some((migration) => migration.name === name))
      throw new MigrationError(
        'unknown-to-folder',
        `The database has ${name}, this release does not: start a newer one`,
      );
  }
  const applied: string[] = [];
  for (const migration of migrations) {
    const recorded = history.get(migration.name);
    if (isThere(migration, recorded)) continue;
    await apply(migrator, migration, recorded !== undefined);
    applied.push(migration.name);
  }
  return applied;
}

/** False for one that is still to be applied, or whose index was interrupted, which can safely be begun anew. */
function isThere(migration: Migration, recorded: Recorded | undefined): boolean {
  if (!recorded) return false;
  const resumable = recorded.state === 'begun' && concurrentIndex(migration.sql) !== undefined;
  if (recorded.state !== 'finished' && !resumable)
    throw new MigrationError(
      'failed-earlier',
      `${migration.name} failed earlier (see logs in _prisma_migrations): repair its cause, set its rolled_back_at, try again`,
    );
  if (recorded.checksum !== migration.checksum)
    throw new MigrationError(
      'changed',
      `${migration.name} was changed after it was applied: restore it and put the change into a new migration`,
    );
  return !resumable;
}
