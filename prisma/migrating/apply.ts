import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type ConcurrentIndex, concurrentIndex, dropHalfBuilt, isDone } from './concurrent-index.js';
import { MigrationError } from './error.js';
import type { Migration } from './files.js';
import { recordBegun, recordFailed, recordFinished } from './history.js';
import type { Waits } from './waits.js';

/** How long a migration waits for others, in ms, before it gives way to them. */
export interface Patience {
  /** For each lock of a file in a transaction: so long do all who come later queue behind it. */
  readonly lockMs: number;
  /** For each wait of a file that works on an index concurrently, behind which nobody queues. */
  readonly indexMs: number;
  /** Between two tries: a file is tried once more than there are pauses. */
  readonly pausesMs: readonly number[];
}

/** A lock is longer than `deadlock_timeout`, after which PostgreSQL breaks off an autovacuum that is in the way. */
export const PATIENCE: Patience = {
  lockMs: 2_000,
  indexMs: 600_000,
  pausesMs: [1_000, 2_000, 4_000, 8_000, 16_000, ...Array.from({ length: 14 }, () => 30_000)],
};

/** The connection that migrates, and what it needs to go about it. */
export interface Migrator {
  readonly client: pg.Client;
  readonly waits: Waits;
  readonly patience: Patience;
  readonly say: (line: string) => void;
}

/** Somebody held a lock for too long, or a deadlock was broken off: nothing is wrong with the migration. */
const GIVES_WAY = ['55P03', '40P01'];

/**
 * Applies `migration`, giving way to whoever holds its tables and trying again. `begun`: an earlier process was interrupted.
 * Throws MigrationError: `busy` when others were in the way at every try, which leaves the database as it was, but for an index
 * that is half built, and `failed-now`.
 */
export async function apply(migrator: Migrator, migration: Migration, begun: boolean): Promise<void> {
  const index = concurrentIndex(migration.sql);
  try {
    await (index ? alone(migrator, migration, index, begun) : inOneTransaction(migrator, migration));
  } catch (cause) {
    if (cause instanceof MigrationError) throw cause;
    if (!index) await recordBegun(migrator.client, migration);
    await recordFailed(migrator.client, migration, cause);
    throw new MigrationError('failed-now', `${migration.name} failed: ${String(cause)}`, { cause });
  }
}

/** The migration and its record are there together or not at all, whenever this process dies. */
async function inOneTransaction(migrator: Migrator, migration: Migration): Promise<void> {
  const { client, patience } = migrator;
  await client.query(`set lock_timeout = ${patience.lockMs}`);
  await givingWay(migrator, migration.name, async () => {
    try {
      await client.query('begin');
      await client.query(migration.sql);
      await recordBegun(client, migration);
      await recordFinished(client, migration);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw error;
    }
  });
}

/** No transaction can hold it, so it is recorded as begun before, and what a broken try has left is removed. */
async function alone(
  migrator: Migrator,
  migration: Migration,
  index: ConcurrentIndex,
  begun: boolean,
): Promise<void> {
  const { client, patience } = migrator;
  await client.query(`set lock_timeout = ${patience.indexMs}`);
  if (!begun) await recordBegun(client, migration);
  try {
    await givingWay(migrator, migration.name, async () => {
      if (begun && (await isDone(client, index))) return;
      await dropHalfBuilt(client, index);
      await client.query(migration.sql);
    });
  } catch (error) {
    if (!(error instanceof MigrationError)) await dropHalfBuilt(client, index);
    throw error;
  }
  await recordFinished(client, migration);
}

async function givingWay(migrator: Migrator, name: string, attempt: () => Promise<void>): Promise<void> {
  const { patience, waits, say } = migrator;
  for (const pause of [...patience.pausesMs, undefined]) {
    try {
      await attempt();
      return;
    } catch (cause) {
      if (!(cause instanceof pg.DatabaseError && GIVES_WAY.includes(cause.code ?? ''))) throw cause;
      if (pause === undefined)
        throw new MigrationError(
          'busy',
          `${name} found its tables held at each of ${patience.pausesMs.length + 1} tries, last by session ` +
            `${waits.seen || 'unknown'}: end what holds them and run migrate again`,
          { cause },
        );
      say(`${name} gives way to others and is tried again in ${pause} ms`);
      await sleep(pause);
    }
  }
}
