/**
 * Why the customer of wave row `r` is not to be invited to programme $2, which excludes the programmes $3; null where nothing speaks
 * against it. Asked when the list comes in, and again when its turn has come.
 */
const AGAINST = `case
    when exists (select from assignment a where a.customer_id = r.customer_id and a.programme_code = $2 and a.arm = 'held-out')
      then 'held-out'
    when exists (select from participation p where p.programme_code = $2 and p.customer_id = r.customer_id
      and p.ended_because is distinct from 'invitation-expired') then 'already-taking-part'
    when exists (select from participation p where p.customer_id = r.customer_id and p.programme_code = any ($3)
      and p.phase not in ('completed', 'ended')) then 'excluded-by-programme'
    when not exists (
      select from wave_contact c, lateral (values ('sms', c.mobile_hash), ('email', c.email_hash)) as a(channel, hash)
      where c.wave_id = r.wave_id and c.n = r.n and a.hash is not null
      and not exists (select from opt_out o where o.channel = a.channel and o.address_hash = a.hash)
    ) then 'suppressed'
  end`;

/** Draws and assignments of a programme ($1) come one after the other, so that nobody gets into two arms. */
export const ONE_BY_ONE = `select pg_advisory_xact_lock(hashtextextended('assignments of ' || $1, 0))`;

/**
 * Judges the rows of wave $1 that nothing is wrong with by themselves, all at once: $2 the programme's code, $3 the codes that it
 * excludes. A row is refused for the first reason that holds.
 */
export const JUDGE = `
with judged as (
  select r.n, case when row_number() over (partition by r.customer_id order by r.n) > 1 then 'duplicate' else ${AGAINST} end as reason
  from wave_row r where r.wave_id = $1 and r.verdict = 'to-invite'
)
update wave_row r set verdict = 'refused', reason = j.reason
from judged j where r.wave_id = $1 and r.n = j.n and j.reason is not null`;

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
update wave_row r set verdict = 'held-out' from drawn d where r.wave_id = $1 and r.n = d.n`;

/** Writes down for ever in which arm of programme $2 the customers of wave $1 are. */
export const ASSIGN = `
insert into assignment (customer_id, programme_code, wave_id, arm)
select customer_id, $2, wave_id, case verdict when 'held-out' then 'held-out' else 'invited' end
from wave_row where wave_id = $1 and verdict in ('to-invite', 'held-out')
on conflict (customer_id, programme_code) do nothing`;

/** Nothing is kept of addresses that are not written to. */
export const FORGET = `
delete from wave_contact c using wave_row r
where c.wave_id = $1 and r.wave_id = c.wave_id and r.n = c.n and r.verdict in ('refused', 'held-out')`;
