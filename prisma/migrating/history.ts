import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import type { Migration } from './files.js';

/** What `_prisma_migrations` says of a migration that was not rolled back. */
export interface Recorded {
  readonly name: string;
  readonly checksum: string;
  /** `begun`: whoever applied it was interrupted, and no error was seen. */
  readonly state: 'finished' | 'begun' | 'failed';
}

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

/** The history by the migrations' names; its table is made if it is missing. */
export async function readHistory(client: Client): Promise<Map<string, Recorded>> {
  await client.query(HISTORY_TABLE);
  const { rows } = await client.query<Recorded>(
    `select migration_name as name, checksum,
            case when finished_at is not null then 'finished' when logs is null then 'begun' else 'failed' end as state
       from _prisma_migrations where rolled_back_at is null`,
  );
  return new Map(rows.map((row) => [row.name, row]));
}

/** Remembers that `migration` is being applied, for one that no transaction can hold. */
export async function recordBegun(client: Client, migration: Migration): Promise<void> {
  await client.query('insert into _prisma_migrations (id, checksum, migration_name) values ($1, $2, $3)', [
    randomUUID(),
    migration.checksum,
    migration.name,
  ]);
}

/** Remembers that what `recordBegun` began is done. */
export async function recordFinished(client: Client, migration: Migration): Promise<void> {
  await client.query(
    `update _prisma_migrations set finished_at = now(), applied_steps_count = 1
      where migration_name = $1 and finished_at is null and rolled_back_at is null`,
    [migration.name],
  );
}

/** Remembers why what `recordBegun` began has failed: nobody goes on before someone has looked. */
export async function recordFailed(client: Client, migration: Migration, cause: unknown): Promise<void> {
  await client.query(
    `update _prisma_migrations set logs = $2
      where migration_name = $1 and finished_at is null and rolled_back_at is null`,
    [migration.name, String(cause)],
  );
}
