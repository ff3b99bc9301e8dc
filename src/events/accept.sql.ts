/**
 * The inbox in one statement: $1 the events as a JSON array, $2 their customers. A row that another transaction
 * changes while we wait for its lock comes back as it is then (READ COMMITTED), so `phase` is never a stale one.
 */
export const ACCEPT = `
with incoming as materialized (
  select * from jsonb_to_recordset($1::jsonb) as event (n int, source text, id text, type text,
    "time" timestamptz, subject text, data jsonb, participation uuid, visit boolean)
),
locked as materialized (
  select id, customer_id, programme_code, programme_version, phase, invited_at, clock_offset
  from participation where customer_id = any ($2::text[]) order by id for no key update
),
-- only now that the lock is held the clock is read, on the participation's own time
clocked as materialized (
  select *, phase not in ('completed', 'ended') as open,
    date_trunc('milliseconds', clock_timestamp()) + clock_offset * interval '1 millisecond' as now
  from locked
),
reached as (
  select i.n, i."time" > c.now + interval '5 minutes' as ahead, c.*,
    bool_or(c.open) over (partition by i.n) as any_open,
    row_number() over (partition by i.n order by c.invited_at desc, c.id desc) as newest
  from incoming i join clocked c on c.customer_id = i.subject and (i.participation is null or i.participation = c.id)
),
-- every open participation, or else the newest ended one (R13)
target as materialized (
  select * from reached where open or (not any_open and newest = 1)
),
judged as materialized (
  select i.*, t.n is not null as known,
    coalesce(t.ahead, i."time" > clock_timestamp() + interval '5 minutes') as ahead
  from incoming i left join (select n, bool_or(ahead) as ahead from target group by n) t on t.n = i.n
),
ordered as materialized (
  select *, row_number() over (partition by source, id, ahead order by n) = 1 as first from judged
),
kept as (
  insert into event (source, id, type, "time", subject, data)
  select source, id, type, "time", subject, data from ordered where first and known and not ahead
  order by source, id
  on conflict (source, id) do nothing
  returning seq, source, id
),
fresh as materialized (
  select o.n, o.type, o."time", o.data, o.visit, k.seq
  from kept k join ordered o on o.source = k.source and o.id = k.id and o.first and not o.ahead
),
delivered as (
  insert into delivery (event_seq, participation_id, accepted_at, status, code)
  select f.seq, t.id, t.now,
    case when not t.open then 'ignored'
      when f.type = 'selfservice.visited' and t.phase <> 'dropped' then 'applied' else 'pending' end,
    case when not t.open then 'ended' end
  from fresh f join target t on t.n = f.n
  order by f.n, t.id
  returning status
),
visited as (
  update participation p set last_visit_at = v.last
  from (
    select t.id, max(f."time") as last
    from fresh f join target t on t.n = f.n and t.open
    left join programme_version v
      on f.type = 'milestone.reached' and v.code = t.programme_code and v.version = t.programme_version
    where f.visit and (f.type <> 'milestone.reached'
      or v.definition -> 'milestones' @> jsonb_build_array(jsonb_build_object('code', f.data ->> 'code')))
    group by t.id
  ) v
  where p.id = v.id and (p.last_visit_at is null or p.last_visit_at < v.last)
)
select case
    when o.ahead then 'time-in-future'
    when not o.first or (o.known and f.seq is null) then 'duplicate'
    when o.known then 'accepted'
    when exists (select from event e where e.source = o.source and e.id = o.id) then 'duplicate'
    else 'unknown-customer'
  end as verdict,
  (select pg_notify('deliveries', '') where exists (select from delivered where status = 'pending')) as notified
from ordered o left join fresh f on f.n = o.n
order by o.n`;
