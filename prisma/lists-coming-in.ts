import type { PoolClient } from 'pg';

/** Two numbers that no other advisory lock of ours has. */
const LISTS = '72707369, 1';

/** How far the clocks of those who ask for an erasure and of PostgreSQL may be apart, and how long the asking itself may take. */
const MARGIN = `interval '1 minute'`;

/** Lets it be seen, until the transaction ends, that a list is coming in; to be said before the first of its rows is looked at. */
export async function listComesIn(client: Pick<PoolClient, 'query'>): Promise<void> {
  await client.query(`select pg_advisory_xact_lock_shared(${LISTS})`);
}

/**
 * Whether a list is still coming in that may have named somebody before they asked, at this instant, to be erased: what it wrote nobody sees
 * until it is in. Lists that began later knew of it.
 */
export async function listsFromBefore(client: Pick<PoolClient, 'query'>, asked: Date): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from pg_locks l left join pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'advisory' and l.objsubid = 2 and (l.classid, l.objid) = (${LISTS})
     and l.database = (select oid from pg_database where datname = current_database())
     -- who may not see when it began, waits
     and coalesce(a.xact_start < $1::timestamptz + ${MARGIN}, true)
     limit 1`,
    [asked],
  );
  return rowCount !== 0;
}
