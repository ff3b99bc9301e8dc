import { Gauge, type Registry } from 'prom-client';
import type { Pool } from 'pg';

/** A figure that PostgreSQL knows. */
export interface SqlGauge {
  readonly name: string;
  /** Says what it counts and when to raise the alarm. */
  readonly help: string;
  /** Answers one row with one number, `value`; null stands for 0. */
  readonly sql: string;
}

/** Registers gauges that ask PostgreSQL each time they are read. */
export function sqlGauges(registry: Registry, pool: Pool, gauges: readonly SqlGauge[]): void {
  for (const { name, help, sql } of gauges)
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        const { rows } = await pool.query<{ value: number | null }>(sql);
        this.set(rows[0]?.value ?? 0);
      },
    });
}
