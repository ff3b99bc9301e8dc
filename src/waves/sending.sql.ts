import { AGAINST, FORGOTTEN } from './judge.sql.js';

/** The number of the version that customers are invited to now, for whom wave `w` is. */
const LATEST = `(select max(v.version) from programme_version v where v.code = w.programme_code and v.state = 'published')`;

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

/** Keeps wave $1 as it is until the transaction ends; nothing where it is not sent any more, or its programme has changed. */
export const HELD = `
select w.programme_code as programme, w.programme_version as version, w.created_by as by, clock_timestamp() as now
from wave w where w.id = $1 and w.state = 'sending' and w.programme_version = ${LATEST} for share`;

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
