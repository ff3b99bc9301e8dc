import { Writable } from 'node:stream';
import type { Pool } from 'pg';
import { Erasing } from '../../activities/erasing/erasing.js';
import type { ErasureView } from '../../src/customers/erasure.js';
import { accept } from '../../src/events/inbox.js';
import type { TestApi } from '../api/api.js';
import type { TestTemporal } from '../support/temporal.js';

/** What carries erasures out in the worker. */
export function eraserOn(pool: Pool, hashKey: string): Erasing {
  return new Erasing({
    pool,
    hashKey,
    takeIn: accept,
    onError: (_, error) => {
      throw error;
    },
  });
}

/** Lets every pause between two looks be over. */
export async function letLookAgain(pool: Pool): Promise<void> {
  await pool.query(`update erasure set look_at = now() - interval '1 second' where look_at is not null`);
}

/** Lets the three days be over in which pending credits are waited for, those of this participation's included. */
export async function letThreeDaysPass(pool: Pool, participation: string): Promise<void> {
  await pool.query(
    `update step set recorded_at = recorded_at - interval '3 days' where participation_id = $1`,
    [participation],
  );
  await pool.query(`update erasure set due_at = now() - interval '1 second' where look_at is not null`);
}

export async function erase(api: TestApi, customerId: string): Promise<ErasureView> {
  const path = `/v1/customers/${encodeURIComponent(customerId)}/erase`;
  const { status, body } = await api.call<ErasureView>('POST', path);
  if (status !== 202) throw new Error(`erasing answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

export async function receipt(api: TestApi, { id }: Pick<ErasureView, 'id'>): Promise<ErasureView> {
  return (await api.call<ErasureView>('GET', `/v1/erasures/${id}`)).body;
}

/** Every row of every table as text, by the table's name. */
export async function everyRow(pool: Pool): Promise<ReadonlyMap<string, string>> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'`,
  );
  const texts = new Map<string, string>();
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${name} t`);
    texts.set(name, rows.map(({ row }) => row).join('\n'));
  }
  return texts;
}

/** The histories of all workflows that the server knows, payloads readable. */
export async function everyHistory({ client }: Pick<TestTemporal, 'client'>): Promise<string> {
  const texts: string[] = [];
  for await (const { workflowId, runId, memo, searchAttributes } of client.workflow.list()) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    texts.push(JSON.stringify({ workflowId, memo, searchAttributes, history }, readable));
  }
  return texts.join('\n');
}

/** Payloads make base64 of their bytes. */
function readable(key: string, value: unknown): unknown {
  return key === 'data' && typeof value === 'string' ? Buffer.from(value, 'base64').toString('utf8') : value;
}

/** Keeps what is written to it. */
export function sink(lines: string[]): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
}

/** How many statements of this database wait for a lock; those like this one, where it is named. */
export async function waitingForLocks(pool: Pool, like = '%'): Promise<number> {
  const { rowCount } = await pool.query(
    `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like $1`,
    [like],
  );
  return rowCount ?? 0;
}
