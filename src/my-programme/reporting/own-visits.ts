import type { FastifyRequest } from 'fastify';
import type { Programmes } from '../../../prisma/programmes.js';
import type { Database } from '../../database/database.js';
import type { Milliseconds, Terms } from '../../domain/terms.js';
import type { Visits } from '../../places/visits.js';
import { report } from './own-events.js';

const HOUR_MS: Milliseconds = 3_600_000;
/** Where the rule demands visits more often than twice a day, so many fit between two of them. */
const IN_A_GAP = 10;

interface Open {
  readonly id: string;
  readonly code: string;
  readonly version: number;
  readonly lastVisitAt: Date | null;
  /** On the participation's own clock. */
  readonly now: Date;
}

/** Counts what signed-in customers do here as visits (R9): for each participation at most one an hour, or more often where its rule is shorter. */
export class OwnVisits implements Visits {
  constructor(
    private readonly database: Database,
    private readonly version: Programmes,
  ) {}

  /** Keeps a visit of the customer who is signed in, now; nothing where nobody is. Throws when it could not be kept. */
  async count({ session }: FastifyRequest): Promise<void> {
    const { customer } = session;
    if (customer === undefined) return;
    for (const open of await this.open(customer)) await this.visit(customer, open);
  }

  private async open(customer: string): Promise<readonly Open[]> {
    const { rows } = await this.database.pool.query<Open>({
      name: 'own-visits',
      text: `select id, programme_code as code, programme_version as version, last_visit_at as "lastVisitAt",
          clock_timestamp() + clock_offset * interval '1 millisecond' as now
        from participation where customer_id = $1 and phase not in ('invited', 'completed', 'ended') order by id`,
      values: [customer],
    });
    return rows;
  }

  private async visit(customer: string, { id, code, version, lastVisitAt, now }: Open): Promise<void> {
    const every = apart((await this.version(code, version, this.database.pool)).terms);
    if (lastVisitAt !== null && now.getTime() - lastVisitAt.getTime() < every) return;
    const once = `visited/${Math.floor(now.getTime() / every)}`;
    await report(this.database.pool, {
      participation: id,
      customer,
      type: 'selfservice.visited',
      once,
      time: now,
    });
  }
}

/** How far apart visits are that are kept: of those in between nobody would know more. */
function apart({ visits }: Terms): Milliseconds {
  return visits ? Math.min(HOUR_MS, Math.ceil(visits.atLeastEvery / IN_A_GAP)) : HOUR_MS;
}
