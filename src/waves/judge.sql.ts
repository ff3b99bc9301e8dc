/**
 * Judges the rows of wave $1 that nothing is wrong with by themselves, all at once: $2 the programme's code, $3 the codes that it
 * excludes. A row is refused for the first reason that holds.
 */
export const JUDGE = `
with judged as (
  select r.n, case
    when row_number() over (partition by r.customer_id order by r.n) > 1 then 'duplicate'
    when exists (select from participation p where p.programme_code = $2 and p.customer_id = r.customer_id
      and p.ended_because is distinct from 'invitation-expired') then 'already-taking-part'
    when exists (select from participation p where p.customer_id = r.customer_id and p.programme_code = any ($3)
      and p.phase not in ('completed', 'ended')) then 'excluded-by-programme'
    when not exists (
      select from wave_contact c, lateral (values ('sms', c.mobile_hash), ('email', c.email_hash)) as a(channel, hash)
      where c.wave_id = r.wave_id and c.n = r.n and a.hash is not null
      and not exists (select from opt_out o where o.channel = a.channel and o.address_hash = a.hash)
    ) then 'suppressed'
  end as reason
  from wave_row r where r.wave_id = $1 and r.verdict = 'to-invite'
)
update wave_row r set verdict = 'refused', reason = j.reason
from judged j where r.wave_id = $1 and r.n = j.n and j.reason is not null`;

/**
 * Draws exactly floor($2 x rows to be invited) of wave $1 for the holdout: those whose sha256 of seed ($3), a colon and customerId comes
 * first. Whoever knows the seed can draw again and get the same.
 */
export const DRAW = `
with drawn as (
  select n from wave_row where wave_id = $1 and verdict = 'to-invite'
  order by sha256(convert_to($3 || ':' || customer_id, 'UTF8')), n
  limit floor($2::numeric * (select count(*) from wave_row where wave_id = $1 and verdict = 'to-invite'))::int
)
update wave_row r set verdict = 'held-out' from drawn d where r.wave_id = $1 and r.n = d.n`;

/** Nothing is kept of addresses that are not written to. */
export const FORGET = `
delete from wave_contact c using wave_row r
where c.wave_id = $1 and r.wave_id = c.wave_id and r.n = c.n and r.verdict in ('refused', 'held-out')`;
