import { FORGOTTEN } from './judge.sql.js';

/** Draws and assignments of a programme ($1) come one after the other, so that nobody gets into two arms. */
export const ONE_BY_ONE = `select pg_advisory_xact_lock(hashtextextended('assignments of ' || $1, 0))`;

/**
 * Draws exactly floor($2 x rows to be invited) of wave $1 for the holdout: those whose sha256 of seed ($3), a colon and customerId comes
 * first. Whoever knows the seed can draw again and get the same. Who has been in a draw of this programme ($4) stays in that arm, so
 * that a list of nearly nobody else may be drawn fewer from.
 */
export const DRAW = `
with drawn as (
  select r.n from wave_row r where r.wave_id = $1 and r.verdict = 'to-invite'
  and not exists (select from assignment a where a.customer_id = r.customer_id and a.programme_code = $4)
  order by sha256(convert_to($3 || ':' || r.customer_id, 'UTF8')), r.n
  limit floor($2::numeric * (select count(*) from wave_row where wave_id = $1 and verdict = 'to-invite'))::int
)
update wave_row r set verdict = 'held-out', ${FORGOTTEN} from drawn d where r.wave_id = $1 and r.n = d.n`;

/** Writes down for ever in which arm of programme $2 the customers of wave $1 are. */
export const ASSIGN = `
insert into assignment (customer_id, programme_code, wave_id, arm)
select customer_id, $2, wave_id, case verdict when 'held-out' then 'held-out' else 'invited' end
from wave_row where wave_id = $1 and verdict in ('to-invite', 'held-out')
on conflict (customer_id, programme_code) do nothing`;

/**
 * Whoever is being invited right now does not see an assignment that is not committed, nor is their participation seen here. From here to
 * the commit, moments away, nobody is let into programme $1: those before are seen, those after wait in `held_out_among` and see the draw.
 */
export const NOBODY_COMES_IN = `select pg_advisory_xact_lock(hashtextextended('draw of ' || $1, 0))`;

/** Whether somebody of wave $1 has come into programme $2 while they were drawn for the holdout. */
export const CAME_IN = `
select from wave_row r where r.wave_id = $1 and r.verdict = 'held-out'
and exists (select from participation p where p.programme_code = $2 and p.customer_id = r.customer_id
  and p.ended_because is distinct from 'invitation-expired')
limit 1`;

/**
 * Another wave that has the customer on its list counts them from now on, where wave $1 does not any more: one that was begun, or else the
 * oldest that may still be. One that was cancelled counts only those whom it had invited by then: it writes to nobody else.
 */
export const HAND_OVER = `
update assignment a set wave_id = heir.id
from assignment own, lateral (
  select w.id from wave_row r
  join wave w on w.id = r.wave_id and w.programme_code = own.programme_code
  where r.customer_id = own.customer_id and r.wave_id <> $1
  and (r.verdict = 'invited' or r.verdict = 'to-invite' and w.state in ('checked', 'sending', 'paused'))
  order by w.begun_at, w.created_at, w.id limit 1
) heir
where own.wave_id = $1 and own.arm = 'invited' and a.customer_id = own.customer_id and a.programme_code = own.programme_code`;

/** As if the customers of wave $1 had never been drawn. */
export const RELEASE = 'delete from assignment where wave_id = $1';
