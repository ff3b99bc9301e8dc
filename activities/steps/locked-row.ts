import type { PoolClient } from 'pg';
import type { KnownVisits } from '../../src/domain/judge.js';
import type { Instant } from '../../src/domain/terms.js';

/** What recording a step needs of the participation's row, locked until the transaction ends. */
export interface LockedRow {
  readonly steps: number;
  readonly visits: KnownVisits;
  /** How far this participation's clock is ahead of the wall clock, in milliseconds. */
  readonly clockOffset: number;
  /** Those of the deliveries asked about whose outcome is recorded. */
  readonly decided: readonly string[];
}

/** There is no such participation in PostgreSQL: it was restored from an older backup, or belongs to another installation. */
export class UnknownParticipationError extends Error {
  override readonly name = 'UnknownParticipationError';
  constructor() {
    super('the participation of this workflow is not in the database: is DATABASE_URL the right one?');
  }
}

interface Row {
  steps: number;
  last_visit_at: Date | null;
  warned_for: Date | null;
  warned_at: Date | null;
  clock_offset: string;
  decided: string[];
}

/** Locks the row and looks what was decided of these deliveries. Throws UnknownParticipationError. */
export async function lockRow(
  client: PoolClient,
  participation: string,
  deliveries: readonly string[],
): Promise<LockedRow> {
  const { rows } = await client.query<Row>({
    name: 'lock-participation',
    text: `select steps, last_visit_at, warned_for, warned_at, clock_offset, array(
             select d.id::text from delivery d where d.id = any ($2::bigint[]) and d.status in ('applied', 'ignored')
           ) as decided
           from participation where id = $1 for update`,
    values: [participation, deliveries],
  });
  const row = rows[0];
  if (!row) throw new UnknownParticipationError();
  const { steps, clock_offset, decided } = row;
  return { steps, visits: visitsOf(row), clockOffset: Number(clock_offset), decided };
}

function visitsOf(row: Row): KnownVisits {
  return {
    ...instant('lastVisitAt', row.last_visit_at),
    ...instant('warnedFor', row.warned_for),
    ...instant('warnedAt', row.warned_at),
  };
}

function instant<Name extends string>(name: Name, at: Date | null): Partial<Record<Name, Instant>> {
  return at ? ({ [name]: at.getTime() } as Record<Name, Instant>) : {};
}
