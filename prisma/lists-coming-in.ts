import type { PoolClient } from 'pg';

/** How far the clocks of those who ask for an erasure and of PostgreSQL may be apart, and how long the asking itself may take. */
const MARGIN = `interval '1 minute'`;

/**
 * Whether rows are kept of a list that is still coming in, or was lost on the way, and that may name somebody before they asked, at this
 * instant, to be erased. Lists that began later knew of it.
 */
export async function listsFromBefore(client: Pick<PoolClient, 'query'>, asked: Date): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from incoming_list where began_at < $1::timestamptz + ${MARGIN} limit 1`,
    [asked],
  );
  return rowCount !== 0;
}
