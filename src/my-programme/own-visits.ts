import type { FastifyRequest } from 'fastify';
import type { Database } from '../database/database.js';
import { report } from './own-events.js';

const HOUR_MS = 3_600_000;

/** Counts what signed-in customers do here as visits (R9): at most one an hour for each participation. */
export class OwnVisits {
  constructor(private readonly database: Database) {}

  /** Keeps a visit of the customer who is signed in, now; nothing where nobody is. Throws when it could not be kept. */
  async count({ session }: FastifyRequest): Promise<void> {
    if (session.customer === undefined) return;
    const { customer } = session;
    const { rows } = await this.database.pool.query<{ id: string; now: Date }>({
      name: 'own-visits',
      text: `with clocked as (
          select id, last_visit_at, clock_timestamp() + clock_offset * interval '1 millisecond' as now
          from participation where customer_id = $1 and phase not in ('invited', 'completed', 'ended')
        ) select id, now from clocked
        where last_visit_at is null or last_visit_at < now - interval '1 hour' order by id`,
      values: [customer],
    });
    for (const { id, now } of rows) {
      const once = `visited/${Math.floor(now.getTime() / HOUR_MS)}`;
      await report(this.database.pool, {
        participation: id,
        customer,
        type: 'selfservice.visited',
        once,
        time: now,
      });
    }
  }
}
