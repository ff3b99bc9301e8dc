import { Gauge, type Registry } from 'prom-client';
import type { Pool } from 'pg';

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

/** Registers gauges that ask PostgreSQL each time they are read. */
export function sqlGauges(registry: Registry, pool: Pool, gauges: readonly SqlGauge[]): void {
  for (const { name, help, sql, label } of gauges)
    new Gauge({
      name,
      help,
      labelNames: label === undefined ? [] : [label],
      registers: [registry],
      async collect() {
        const { rows } = await pool.query<Row>(sql);
        if (label === undefined) return this.set(rows[0]?.value ?? 0);
        for (const row of rows) this.set({ [label]: String(row[label]) }, row.value ?? 0);
      },
    });
}
