import type { Pool } from 'pg';
import { MAY_FOLLOW_THE_END } from '../../src/domain/messages/kinds.js';

/**
 * From the end of a participation on its addresses are needed for what is still to be told alone: that a reward was credited. They go
 * when all of that is told, and after a week even so: no run of holidays keeps a send window shut for longer.
 */
export const CONTACTS_KEPT_MS = 7 * 24 * 3_600_000;

const AT_ONCE = 1_000;

/** What was watched of the video goes with them: it cannot count any more. */
const FORGET = `
with looked as materialized (
  select participation_id, due_at from contact where look_at <= $1
  order by look_at limit $2 for update skip locked
), needed as materialized (
  select participation_id from looked l where due_at > $1 and (
    exists (select from message m where m.participation_id = l.participation_id and m.state = 'pending' and m.kind = any ($3))
    or exists (select from "grant" g where g.participation_id = l.participation_id and g.state = 'pending')
  )
), later as (
  update contact c set look_at = least(c.due_at, $1 + interval '10 minutes') from needed n where n.participation_id = c.participation_id
), over as materialized (
  select participation_id from looked where participation_id not in (select participation_id from needed)
), gone as (
  delete from contact c using over o where o.participation_id = c.participation_id
), unwatched as (
  delete from video_progress v using over o where o.participation_id = v.participation_id
)
select count(*)::int as looked from looked`;

/** Looks at some of the addresses whose participation is over, at `now` on the wall clock; answers whether there may be more. */
export async function forgetContacts(pool: Pool, now = Date.now()): Promise<boolean> {
  const { rows } = await pool.query<{ looked: number }>({
    name: 'forget-contacts',
    text: FORGET,
    values: [new Date(now), AT_ONCE, MAY_FOLLOW_THE_END],
  });
  return rows[0]?.looked === AT_ONCE;
}
