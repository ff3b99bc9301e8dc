import { takesPartElsewhere } from '../participations/excluded.sql.js';
import type { Refusal } from './refusals.js';

/** As SQL writes it. */
const because = (reason: Refusal) => `'${reason}'`;

/** Whether the address that hash `hash` stands for has opted out. */
const hasOptedOut = (hash: string) =>
  `exists (select from opt_out o where o.channel = l.channel and o.address_hash = ${hash})`;

/** What only an invitation needs: set in a row once it is known what becomes of it. Whoever is invited has it in their participation. */
export const FORGOTTEN = 'language = null, account_id = null, bucket_id = null, reached = null';

/**
 * Why the customer of wave row `r` is not to be invited to programme $2, which excludes the programmes $3 and writes by the channels $4;
 * null where nothing speaks against it. Asked when the list comes in, and again when its turn has come.
 */
export const AGAINST = `case
    when exists (select from erasure e where e.customer_id = r.customer_id) then ${because('erased')}
    when exists (select from assignment a where a.customer_id = r.customer_id and a.programme_code = $2 and a.arm = 'held-out')
      then ${because('held-out')}
    when exists (select from participation p where p.programme_code = $2 and p.customer_id = r.customer_id
      and p.ended_because is distinct from 'invitation-expired') then ${because('already-taking-part')}
    when ${takesPartElsewhere('r.customer_id', '$2', '$3')} then ${because('excluded-by-programme')}
    else (
      select case when count(*) = 0 then ${because('no-address')} when bool_and(a.has_opted_out) then ${because('suppressed')} end
      from wave_contact c, lateral (
        select ${hasOptedOut('l.hash')} or ${hasOptedOut('l.trunk_hash')} as has_opted_out
        from (values ('sms', c.mobile_hash, c.mobile_trunk_hash), ('email', c.email_hash, null)) as l(channel, hash, trunk_hash)
        where l.hash is not null and l.channel = any ($4)
      ) a where c.wave_id = r.wave_id and c.n = r.n
    )
  end`;

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

/** Nothing is kept of addresses that are not written to. */
export const FORGET = `
delete from wave_contact c using wave_row r
where c.wave_id = $1 and r.wave_id = c.wave_id and r.n = c.n and r.verdict in ('refused', 'held-out')`;

/** Of a wave that is cancelled no address is kept, nor what else an invitation would have needed. */
export const FORGET_ALL = `
with forgotten as (update wave_row set ${FORGOTTEN} where wave_id = $1 and verdict = 'to-invite')
delete from wave_contact where wave_id = $1`;
