import type { Client } from 'pg';

/** What a migration does that is one statement on an index, beside which everybody else goes on reading and writing. */
export interface ConcurrentIndex {
  readonly does: 'create' | 'drop';
  /** As it stands in the file, with its quotes. */
  readonly name: string;
}

const COMMENTS = /--[^\n]*|\/\*[\s\S]*?\*\//g;
const CREATE = /^create\s+(?:unique\s+)?index\s+concurrently\s+("[^"]+"|\w+)\s+on\b[^;]*;?$/i;
const DROP = /^drop\s+index\s+concurrently\s+("[^"]+"|\w+)\s*;?$/i;

/**
 * What `sql` does to which index, if it is one `CREATE INDEX CONCURRENTLY` or `DROP INDEX CONCURRENTLY` and nothing else.
 * PostgreSQL refuses those inside a transaction, so such a file has to hold nothing else.
 */
export function concurrentIndex(sql: string): ConcurrentIndex | undefined {
  const statement = sql.replaceAll(COMMENTS, ' ').trim();
  const created = CREATE.exec(statement)?.[1];
  if (created !== undefined) return { does: 'create', name: created };
  const dropped = DROP.exec(statement)?.[1];
  return dropped === undefined ? undefined : { does: 'drop', name: dropped };
}

/** True when an earlier try, whose end nobody saw, has done it. */
export async function isDone(client: Client, index: ConcurrentIndex): Promise<boolean> {
  const valid = await validity(client, index);
  return index.does === 'create' ? valid === true : valid === undefined;
}

/** Removes what an earlier try has left half built: it serves no query, yet every write has to keep it. */
export async function dropHalfBuilt(client: Client, index: ConcurrentIndex): Promise<void> {
  if (index.does === 'create' && (await validity(client, index)) === false)
    await client.query(`drop index concurrently ${index.name}`);
}

/** Undefined when there is no index of this name. */
async function validity(client: Client, { name }: ConcurrentIndex): Promise<boolean | undefined> {
  const { rows } = await client.query<{ valid: boolean }>(
    'select indisvalid as valid from pg_index where indexrelid = to_regclass($1)',
    [name],
  );
  return rows[0]?.valid;
}
