import { OWN_SOURCE, STOPS } from '../domain/commands.js';
import { AHEAD_AT_MOST_MINUTES } from './event-types.js';

/** So many undelivered events of one participation, and no more are taken in: nobody has as many, but a faulty feed. */
export const MOST_UNDELIVERED = 1_000;

/** What a participation's own feed must never shut out: our own commands, and whatever ends it. */
const ALWAYS_TAKEN = `(source = '${OWN_SOURCE}' or type in (${STOPS.map((type) => `'${type}'`).join(', ')}))`;

/**
 * The inbox in one statement: $1 the events as a JSON array, $2 their customers. A row that another transaction
 * changes while we wait for its lock comes back as it is then (READ COMMITTED), so `phase` is never a stale one.
 * Events and participations are joined once and by hash; everything else passes that one set of pairs on, since the
 * planner, who knows nothing of a batch's size, would compare each with each in every further join.
 */
export const ACCEPT = `
with incoming as materialized (
  select * from jsonb_to_recordset($1::jsonb) as event (n int, source text, id text, type text,
    "time" timestamptz, subject text, data jsonb, participation uuid, visit boolean)
),
locked as materialized (
  select id, customer_id, programme_code, programme_version, phase, ended_because, invited_at, settlement_ends_at,
    clock_offset
  from participation where customer_id = any ($2::text[]) order by id for no key update
),
-- only now that the lock is held the clock is read, on the participation's own time
clocked as materialized (
  select *, phase not in ('completed', 'ended') as open,
    date_trunc('milliseconds', clock_timestamp()) + clock_offset * interval '1 millisecond' as now,
    (select count(*) from (
      select from delivery d where d.participation_id = locked.id and d.status = 'pending' limit ${MOST_UNDELIVERED}
    ) waiting) as undelivered
  from locked
),
pair as (
  select i.*, c.id as target, c.programme_code, c.programme_version, c.phase, c.ended_because, c.open, c.now, c.undelivered,
    -- settlement is over, though the step that says so may still wait (R16): no visit closes a gap any more
    c.phase in ('quiet', 'settling') and c.now >= c.settlement_ends_at as settled,
    -- kept for counting though it reaches nobody: both arms of a holdout are counted by the same facts; not of somebody who is being
    -- erased, as no participation's lock makes this wait for that
    c.id is null and i.type in ('hotline.called', 'hotline.call-retracted')
      and exists (select from assignment a where a.customer_id = i.subject)
      and not exists (select from erasure e where e.customer_id = i.subject) as counted,
    bool_or(c.open) over (partition by i.n) as any_open,
    row_number() over (partition by i.n order by c.invited_at desc, c.id desc) as newest
  from incoming i
  left join clocked c on c.customer_id = i.subject and (i.participation is null or i.participation = c.id)
),
-- every open participation, or else the newest ended one (R13), or none
reached as (
  select *, bool_or("time" > coalesce(now, clock_timestamp()) + interval '${AHEAD_AT_MOST_MINUTES} minutes') over (partition by n) as ahead,
    case when not open or (settled and type = 'selfservice.visited') then 'ignored'
      when type = 'selfservice.visited' and phase <> 'dropped' then 'applied' else 'pending' end as status
  from pair where open or (any_open is not true and newest = 1)
),
numbered as (
  select *, n = first_value(n) over same as first, row_number() over same = 1 as to_keep,
    undelivered + count(*) filter (where status = 'pending') over (partition by target order by n) as undelivered_then
  from reached window same as (partition by source, id, ahead order by n, target)
),
-- for all that it reaches or for none, so that it can be sent again
limited as materialized (
  -- who takes part in nothing has nothing undelivered
  select *, coalesce(bool_or(status = 'pending' and undelivered_then > ${MOST_UNDELIVERED} and not ${ALWAYS_TAKEN})
    over (partition by source, id, ahead), false) as too_many
  from numbered
),
kept as (
  insert into event (source, id, type, "time", subject, data)
  select source, id, type, "time", subject, data from limited
  where to_keep and (target is not null or counted) and not ahead and not too_many
  order by source, id
  on conflict (source, id) do nothing
  returning seq, source, id
),
fresh as materialized (
  select p.*, k.seq from limited p join kept k on k.source = p.source and k.id = p.id
  where p.first and not p.ahead and p.target is not null
),
delivered as (
  insert into delivery (event_seq, participation_id, accepted_at, status, code)
  select seq, target, now, status,
    case when not open then case ended_because when 'erased' then 'erased' else 'ended' end
      when settled and type = 'selfservice.visited' then 'too-late' end
  from fresh order by n, target
  returning status
),
withdrawn as (
  -- evidence of a consent is no part of the participation: it says so whatever the rules make of the event (R13)
  update acceptance a set withdrawn_at = (
    select min(f."time") from fresh f where f.target = a.participation_id and f.type = 'consent.withdrawn'
  )
  where a.withdrawn_at is null
    and a.participation_id = any (array(select target from fresh where type = 'consent.withdrawn'))
),
visited as (
  update participation p set last_visit_at = v.last
  from (
    select f.target, max(f."time") as last
    from fresh f left join programme_version v
      on f.type = 'milestone.reached' and v.code = f.programme_code and v.version = f.programme_version
    where f.visit and f.open and f.settled is not true and (f.type <> 'milestone.reached'
      or v.definition -> 'milestones' @> jsonb_build_array(jsonb_build_object('code', f.data ->> 'code')))
    group by f.target
  ) v
  where p.id = v.target and (p.last_visit_at is null or p.last_visit_at < v.last)
)
select distinct on (p.n) case
    when p.ahead then 'time-in-future'
    when p.too_many and not exists (select from event e where e.source = p.source and e.id = p.id) then 'too-many-undelivered'
    when not p.first or ((p.target is not null or p.counted) and k.seq is null) then 'duplicate'
    when p.target is not null or p.counted then 'accepted'
    when exists (select from event e where e.source = p.source and e.id = p.id) then 'duplicate'
    else 'unknown-customer'
  end as verdict,
  (select pg_notify('deliveries', '') where exists (select from delivered where status = 'pending')) as notified
from limited p left join kept k on k.source = p.source and k.id = p.id
order by p.n`;
