import { Counter, type Registry } from 'prom-client';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { RUN_GAUGE } from '../metrics/run-gauge.js';
import { type SqlGauge, sqlGauges } from '../metrics/sql-gauges.js';

/** What the person on call looks at: deliveries by what became of them, what is parked, uncredited or undecided, and how old the oldest undelivered event is. */
export interface RelayMetrics {
  readonly brought: Counter<'status'>;
}

const GAUGES: readonly SqlGauge[] = [
  {
    name: 'quietline_deliveries_parked',
    help: 'Deliveries that need somebody: see status=parked at GET /v1/events. Alarm above 0.',
    sql: `select count(*)::int as value from delivery where status = 'parked'`,
  },
  {
    name: 'quietline_undelivered_oldest_seconds',
    help: 'Age of the oldest event that has no outcome yet. Alarm above 300.',
    // events are numbered as they come in: no age is compared, however many wait
    sql: `select extract(epoch from now() - received_at)::float as value from event
      where seq = (select min(event_seq) from delivery where status = 'pending')`,
  },
  {
    name: 'quietline_grants_failed',
    help: 'Grants that the charging system refused: see state=failed at GET /v1/grants, mend, retry. Alarm above 0.',
    sql: `select count(*)::int as value from "grant" where state = 'failed' and reason is distinct from 'erased'`,
  },
  {
    name: 'quietline_erasures_overdue',
    help: 'Erasures that are not carried out although they are due: a participation has not ended yet. Alarm above 0.',
    sql: `select count(*)::int as value from erasure where look_at is not null and due_at < now() - interval '2 hours'`,
  },
  {
    name: 'quietline_appeals_waiting',
    help: 'Appeals that nobody has decided, by how soon that is too late: see appealed=true at GET /v1/participations. Alarm above 0 within-a-day.',
    label: 'due',
    sql: `select due, count(id)::int as value
      from (values ('within-a-day', null, interval '1 day'), ('within-a-week', interval '1 day', interval '7 days'),
        ('later', interval '7 days', null)) as band(due, from_now, until)
      left join (
        select a.id, p.next_due_at - p.clock_offset * interval '1 millisecond' - now() as rest
        from appeal a join participation p on p.id = a.participation_id
        where a.answered_at is null and p.phase in ('forfeited', 'dropped')
      ) as waiting on (from_now is null or rest >= from_now) and (until is null or rest < until)
      group by due`,
  },
  {
    name: 'quietline_grants_pending',
    help: 'Grants that are not credited yet. Alarm when it stays above 0: the reasons stand at GET /v1/grants?state=pending.',
    sql: `select count(*)::int as value from "grant" where state = 'pending'`,
  },
  RUN_GAUGE,
];

/** Registers the relay's metrics, whose gauges are collected on this pool. */
export function relayMetrics(registry: Registry, pool: Pool, log?: Logger): RelayMetrics {
  sqlGauges(registry, pool, GAUGES, log);
  const brought = new Counter({
    name: 'quietline_deliveries_total',
    help: 'Deliveries brought to workflows, by what became of the try.',
    labelNames: ['status'],
    registers: [registry],
  });
  return { brought };
}
