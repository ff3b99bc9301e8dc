import type { PoolClient } from 'pg';

/** Skipped are waves that somebody changes: whose list is being put anew, or that are cancelled. A page that is invited only shares its wave. */
const HOLD = `
with theirs as materialized (
  select wave_id from wave_row where customer_id = $1 union select wave_id from assignment where customer_id = $1
), held as materialized (
  select id from wave where id in (select wave_id from theirs) order by id for share skip locked
)
select from theirs where wave_id not in (select id from held) limit 1`;

/**
 * Keeps the waves that have this customer as they are until the transaction ends. False where one of them is changing right now: its rows and
 * assignments are locked for as long as its list is judged, and waiting for them would hold up whoever waits for this customer.
 */
export async function holdWavesOf(client: PoolClient, customer: string): Promise<boolean> {
  const { rowCount } = await client.query(HOLD, [customer]);
  return rowCount === 0;
}
