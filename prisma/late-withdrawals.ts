import type { PoolClient } from 'pg';

const NOTE = `
with late as (
  select d.participation_id, min(e.time) as at from delivery d join event e on e.seq = d.event_seq
  where d.id = any ($1::bigint[]) and e.type = 'consent.withdrawn' group by d.participation_id
), free as (
  select participation_id, what from acceptance
  where participation_id = any (array(select participation_id from late)) and withdrawn_at is null for update skip locked
)
update acceptance a set withdrawn_at = late.at from late join free using (participation_id)
where a.participation_id = free.participation_id and a.what = free.what`;

/**
 * Notes with the evidence of a consent when it was withdrawn, for those of these deliveries that say so: they came too late to change the
 * participation (R13), but evidence is no part of it. Whoever holds such a row notes the same or erases it.
 */
export async function noteLateWithdrawals(client: PoolClient, deliveries: readonly string[]): Promise<void> {
  if (deliveries.length > 0) await client.query(NOTE, [deliveries]);
}
