import pg, { type Pool, type PoolClient } from 'pg';
import { inTransaction } from './transaction.js';

/** One customer, and the id by which they are known from now on. */
export interface Renaming {
  readonly from: string;
  readonly to: string;
}

const ROWS = 'jsonb_to_recordset($1::jsonb) as r("from" text, "to" text)';

/** In the order in which the inbox locks them, or the two would wait for each other. */
const LOCK = 'select from participation where customer_id = any ($1) order by id for update';

const TAKEN = `
select r."to" from ${ROWS} where exists (select from participation where customer_id = r."to")
  or exists (select from assignment where customer_id = r."to") or exists (select from erasure where customer_id = r."to")`;

const set = (table: string, column: string) =>
  `update ${table} t set ${column} = r."to" from ${ROWS} where t.${column} = r."from"`;

/** Every place that holds a customer's id. */
const RENAME: readonly string[] = [
  set('participation', 'customer_id'),
  set('event', 'subject'),
  set('wave_row', 'customer_id'),
  set('assignment', 'customer_id'),
  set('erasure', 'customer_id'),
  set('session', 'customer_id'),
  `update idempotency_key t set body = jsonb_set(t.body, '{customerId}', to_jsonb(r."to")) from ${ROWS}
   where coalesce(t.body ->> 'customerId', t.body #>> '{event,id}', t.body ->> 'participationId') = r."from"
   and t.body ->> 'customerId' = r."from"`,
];

const UNIQUE_VIOLATION = '23505';

/**
 * Lets each of these customers be known by another id, wherever they are known, all in one transaction; answers those who were renamed. Of
 * whoever's new id somebody has already, nothing is changed.
 */
export async function renameCustomers(
  pool: Pool,
  renamings: readonly Renaming[],
): Promise<readonly Renaming[]> {
  try {
    return await inTransaction(pool, (client) => rename(client, renamings));
  } catch (error) {
    if (!(error instanceof pg.DatabaseError && error.code === UNIQUE_VIOLATION)) throw error;
    // somebody was invited by a new id in this very moment; of all others nothing speaks against it
    if (renamings.length <= 1) return [];
    const renamed: Renaming[] = [];
    for (const each of renamings) renamed.push(...(await renameCustomers(pool, [each])));
    return renamed;
  }
}

async function rename(client: PoolClient, renamings: readonly Renaming[]): Promise<readonly Renaming[]> {
  await client.query(LOCK, [renamings.map(({ from }) => from)]);
  const { rows } = await client.query<{ to: string }>(TAKEN, [JSON.stringify(renamings)]);
  const taken = new Set(rows.map(({ to }) => to));
  const free = renamings.filter(({ to }) => !taken.has(to));
  for (const statement of RENAME) await client.query(statement, [JSON.stringify(free)]);
  return free;
}
