import { Gauge, type Registry } from 'prom-client';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { Collecting } from './collecting.js';

/** A figure that PostgreSQL knows. */
export interface SqlGauge {
  readonly name: string;
  /** Says what it counts and when to raise the alarm. */
  readonly help: string;
  /** Answers one row with one number, `value`; null stands for 0. With a label one row for each of its values, in a column named so. */
  readonly sql: string;
  readonly label?: string;
}

type Row = Readonly<Record<string, unknown>> & { readonly value: number | null };

/** When a gauge was collected last; it stands beside the gauges, so that an old figure is seen to be old. */
const COLLECTED = 'quietline_gauge_collected_timestamp_seconds';

/**
 * Registers gauges that ask PostgreSQL when they are read, each by itself and never twice at once. Whoever reads waits a moment; a gauge
 * that is not there by then, or cannot be collected, shows what it was last, and a timestamp beside it says when that was. The pool is
 * to be one of their own (openGaugePool): they may all wait for one lock.
 */
export function sqlGauges(
  registry: Registry,
  pool: Pool,
  gauges: readonly SqlGauge[],
  log?: Pick<Logger, 'warn'>,
): void {
  const all = new Map(gauges.map((gauge) => [gauge.name, collecting(registry, pool, gauge, log)]));
  new Gauge({
    name: COLLECTED,
    help: 'When each figure that PostgreSQL knows was collected last, 0 if never. Alarm when it is older than 5 minutes.',
    labelNames: ['gauge'],
    registers: [registry],
    async collect() {
      await Promise.all([...all.values()].map((each) => each.fresh()));
      for (const [gauge, { collectedAt }] of all) this.set({ gauge }, collectedAt / 1_000);
    },
  });
}

function collecting(
  registry: Registry,
  pool: Pool,
  { name, help, sql, label }: SqlGauge,
  log?: Pick<Logger, 'warn'>,
): Collecting {
  const labelNames = label === undefined ? [] : [label];
  const gauge: Gauge = new Gauge({ name, help, labelNames, registers: [], collect: () => figure.fresh() });
  const figure: Collecting = new Collecting(
    async () => {
      const { rows } = await pool.query<Row>(sql);
      gauge.reset();
      for (const row of label === undefined ? [rows[0]] : rows)
        gauge.set(label === undefined ? {} : { [label]: String(row?.[label]) }, row?.value ?? 0);
    },
    (err) => log?.warn({ err, gauge: name }, 'cannot collect a gauge now; it shows what it was last'),
  );
  if (label === undefined) gauge.remove(); // nothing is known of it yet, which is not 0
  registry.registerMetric(gauge);
  return figure;
}
