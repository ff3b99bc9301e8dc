import { takesPartElsewhere } from '../participations/excluded.sql.js';
import type { Refusal } from './refusals.js';

/** As SQL writes it. */
const because = (reason: Refusal) => `'${reason}'`;

/** What only an invitation needs: set in a row once it is known what becomes of it. Whoever is invited has it in their participation. */
const FORGOTTEN = 'language = null, account_id = null, bucket_id = null, reached = null';

/**
 * Why the customer of wave row `r` is not to be invited to programme $2, which excludes the programmes $3 and writes by the channels $4;
 * null where nothing speaks against it. Asked when the list comes in, and again when its turn has come.
 */
const AGAINST = `case
    when exists (select from erasure e where e.customer_id = r.customer_id) then ${because('erased')}
    when exists (select from assignment a where a.customer_id = r.customer_id and a.programme_code = $2 and a.arm = 'held-out')
      then ${because('held-out')}
    when exists (select from participation p where p.programme_code = $2 and p.customer_id = r.customer_id
      and p.ended_because is distinct from 'invitation-expired') then ${because('already-taking-part')}
    when ${takesPartElsewhere('r.customer_id', '$2', '$3')} then ${because('excluded-by-programme')}
    else (
      select case when count(*) = 0 then ${because('no-address')} when bool_and(a.has_opted_out) then ${because('suppressed')} end
      from wave_contact c, lateral (
        select exists (select from opt_out o where o.channel = l.channel and o.address_hash = l.hash) as has_opted_out
        from (values ('sms', c.mobile_hash), ('email', c.email_hash)) as l(channel, hash)
        where l.hash is not null and l.channel = any ($4)
      ) a where c.wave_id = r.wave_id and c.n = r.n
    )
  end`;

/** The next $6 rows of wave $1 behind place $5 that are to be invited, locked, each with what has come to speak against it since. */
export const NEXT_PAGE = `
select r.n, r.customer_id as "customerId", r.language, r.account_id as account, r.bucket_id as bucket, r.reached, k.mobile, k.email,
  ${AGAINST} as against
from wave_row r left join wave_contact k on k.wave_id = r.wave_id and k.n = r.n
where r.wave_id = $1 and r.verdict = 'to-invite' and r.n > $5
order by r.n limit $6 for update of r`;

/** What speaks by now against the rows $5 of wave $1, which NEXT_PAGE has locked. */
export const AGAINST_BY_NOW = `select r.n, ${AGAINST} as against from wave_row r where r.wave_id = $1 and r.n = any ($5::int[])`;

/**
 * What became of a page of wave $1: $2 an array of {n, participation} or {n, reason}. Addresses are kept with the participation, or not at
 * all; of somebody who was erased meanwhile nothing is kept.
 */
export const DEALT_WITH = `
with dealt as materialized (
  select * from jsonb_to_recordset($2::jsonb) as d(n int, participation uuid, reason text)
), forgotten as (
  delete from wave_contact c using dealt d where c.wave_id = $1 and c.n = d.n
)
update wave_row r set verdict = case when d.reason is null then 'invited' else 'refused' end, reason = d.reason,
  customer_id = case when d.reason = 'erased' then null else r.customer_id end,
  ${FORGOTTEN},
  participation_id = d.participation, invited_at = case when d.reason is null then now() end
from dealt d where r.wave_id = $1 and r.n = d.n`;

/** The number of the version that customers are invited to now, for whom wave `w` is. */
const LATEST = `(select max(v.version) from programme_version v where v.code = w.programme_code and v.state = 'published')`;

/** Keeps wave $1 as it is until the transaction ends; nothing where it is not sent any more, or its programme has changed. */
export const HELD = `
select w.programme_code as programme, w.programme_version as version, w.created_by as by, clock_timestamp() as now
from wave w where w.id = $1 and w.state = 'sending' and w.programme_version = ${LATEST} for share`;

/**
 * How wave $1 stands: of its last rows invited, more than can be under way at once ($2), how many messages are on their way; and among how many
 * sends in a row the closest $3 lie that have failed since it was begun, counted up to one more than $4. An SMS that was accepted may turn
 * out to have failed long after, when many others have left, so that it is not only the last ones that are looked at. Whoever waits for
 * another week's advertising holds nobody up.
 */
export const STANDING = `
with recent as (
  select m.state, m.attempts, m.due_at
  from (
    select participation_id, invited_at from wave_row where wave_id = $1 and verdict = 'invited' order by n desc limit $2
  ) r join message m on m.participation_id = r.participation_id and m.kind = 'invitation' and m.cause = 'invited'
  where r.invited_at >= (select begun_at from wave where id = $1)
), lately as materialized (
  select participation_id from message
  where kind = 'invitation' and state = 'failed' and decided_at >= (select begun_at - interval '1 minute' from wave where id = $1)
  order by decided_at desc limit 250
), failed as (
  select r.n from lately l join participation p on p.id = l.participation_id
  join wave_row r on r.wave_id = $1 and r.customer_id = p.customer_id and r.participation_id = p.id
  where r.invited_at >= (select begun_at from wave where id = $1)
), closest as (
  select first, last from (select lag(n, $3::int - 1) over (order by n) as first, n as last from failed) run
  where first is not null order by last - first limit 1
)
select w.state, w.programme_code as programme, w.programme_version as version, clock_timestamp() as now,
  w.programme_version <> ${LATEST} as "programmeChanged",
  (select count(*)::int from recent where state = 'pending' and (attempts > 0 or due_at < now() + interval '1 minute')) as "underWay",
  (select count(*)::int from closest, lateral (
    select from wave_row r join message m on m.participation_id = r.participation_id and m.kind = 'invitation' and m.cause = 'invited'
    where r.wave_id = $1 and r.verdict = 'invited' and r.n between closest.first and closest.last
    and m.state in ('sent', 'delivered', 'failed') limit $4::int + 1
  ) sent having count(*) > 0) as "failuresWithin"
from wave w where w.id = $1`;

/** Draws and assignments of a programme ($1) come one after the other, so that nobody gets into two arms. */
export const ONE_BY_ONE = `select pg_advisory_xact_lock(hashtextextended('assignments of ' || $1, 0))`;

/**
 * Judges the rows of wave $1 that nothing is wrong with by themselves, all at once: $2 the programme's code, $3 the codes that it
 * excludes, $4 the channels that it writes by. A row is refused for the first reason that holds.
 */
export const JUDGE = `
with judged as (
  select r.n, case when row_number() over (partition by r.customer_id order by r.n) > 1 then ${because('duplicate')} else ${AGAINST} end as reason
  from wave_row r where r.wave_id = $1 and r.verdict = 'to-invite'
)
update wave_row r set verdict = 'refused', reason = j.reason, ${FORGOTTEN}
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
update wave_row r set verdict = 'held-out', ${FORGOTTEN} from drawn d where r.wave_id = $1 and r.n = d.n`;

/** Writes down for ever in which arm of programme $2 the customers of wave $1 are. */
export const ASSIGN = `
insert into assignment (customer_id, programme_code, wave_id, arm)
select customer_id, $2, wave_id, case verdict when 'held-out' then 'held-out' else 'invited' end
from wave_row where wave_id = $1 and verdict in ('to-invite', 'held-out')
on conflict (customer_id, programme_code) do nothing`;

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

/** Nothing is kept of addresses that are not written to. */
export const FORGET = `
delete from wave_contact c using wave_row r
where c.wave_id = $1 and r.wave_id = c.wave_id and r.n = c.n and r.verdict in ('refused', 'held-out')`;

/** Of a wave that is cancelled no address is kept, nor what else an invitation would have needed. */
export const FORGET_ALL = `
with forgotten as (update wave_row set ${FORGOTTEN} where wave_id = $1 and verdict = 'to-invite')
delete from wave_contact where wave_id = $1`;
