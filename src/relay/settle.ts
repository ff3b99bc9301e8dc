import type { PoolClient } from 'pg';
import { STOPS } from '../domain/commands.js';
import { HELD_BY, type Tried } from './deliveries.js';

/** What a try was written down as. */
export type Written = Pick<Tried, 'id' | 'status'> & {
  readonly participation: string;
  readonly code: string | null;
};

/** `locked`: participations that nobody is taking an event in for at this moment. */
const WRITE = `
with t as (
  select * from jsonb_to_recordset($1::jsonb)
  as t(id bigint, status text, code text, attempts int, "againInMs" float8)
), free as (
  select d.id, d.participation_id from delivery d join t on t.id = d.id
  where d.id = any ($2::bigint[]) and d.status = 'pending' for update of d skip locked
), written as (
  select t.*, (
    select case p.ended_because when 'erased' then 'erased' else 'ended' end from participation p
    where t.code = 'workflow-missing' and p.id = free.participation_id and p.phase in ('completed', 'ended')
  ) as ended from t join free on free.id = t.id
), done as (
  update delivery d set
    status = case when w.ended is null then w.status else 'ignored' end,
    code = coalesce(w.ended, w.code),
    attempts = w.attempts,
    next_try_at = clock_timestamp() + w."againInMs" * interval '1 millisecond'
  from written w where d.id = w.id and d.id = any ($2)
  returning d.id::text, d.participation_id as participation, d.status, d.code
), locked as (
  select participation_id from due_participation where participation_id = any ($3::uuid[]) for update skip locked
)
select (select coalesce(jsonb_agg(done), '[]') from done) as written, array(select participation_id from locked) as locked`;

/**
 * A statement of its own, after the locks: whatever they waited for is committed, and what is taken in from now on waits until this
 * is. Who has more due stands behind everybody who is waiting by now.
 */
const PUT_OFF = `
with next as materialized (
  select p.id, (
    select min(d.next_try_at) from delivery d
    where d.participation_id = p.id and d.status = 'pending' and (stop.id is null or d.id <= stop.id)
  ) as at
  from unnest($1::uuid[]) p(id) left join lateral (${HELD_BY}) stop on true
), nothing_left as (
  delete from due_participation w using next
  where w.participation_id = next.id and w.participation_id = any ($1) and next.at is null
)
update due_participation w set due_at = greatest(next.at, clock_timestamp()) from next
where w.participation_id = next.id and w.participation_id = any ($1) and next.at is not null`;

/**
 * Writes what became of the tries, and when each claimed participation is due again. Answers what was written: deliveries that have
 * an outcome by now, or get one at this moment, are left to their step; a workflow that is missing because its participation has
 * ended meanwhile is no fault (R13).
 */
export async function settle(
  client: PoolClient,
  claimed: readonly string[],
  tried: readonly Tried[],
): Promise<readonly Written[]> {
  const { rows } = await client.query<{ written: Written[]; locked: string[] }>({
    name: 'tried',
    text: WRITE,
    values: [JSON.stringify(tried), tried.map(({ id }) => id), claimed],
  });
  const { written, locked } = rows[0] ?? { written: [], locked: [] };
  if (locked.length > 0) await client.query({ name: 'put-off', text: PUT_OFF, values: [locked, STOPS] });
  return written;
}
