import type { Pool, PoolClient } from 'pg';
import type { Phase } from '../../src/domain/phase.js';
import type { Instant } from '../../src/domain/terms.js';
import type { Visits } from '../../src/domain/visits.js';

/** What the sweep knows of one participation; `now` is by its own clock, `clockOffset` how far that is ahead of the wall clock. */
export interface SweptRow {
  readonly id: string;
  readonly customerId: string;
  readonly programme: { readonly code: string; readonly version: number };
  readonly phase: Phase;
  readonly quietEndsAt: Instant | undefined;
  readonly visits: Visits | undefined;
  readonly clockOffset: number;
  readonly now: Instant;
}

interface Row {
  id: string;
  customer_id: string;
  programme_code: string;
  programme_version: number;
  phase: Phase;
  quiet_ends_at: Date | null;
  last_visit_at: Date | null;
  warned_for: Date | null;
  warned_at: Date | null;
  clock_offset: string;
  wall: Date;
}

const COLUMNS = `id, customer_id, programme_code, programme_version, phase, quiet_ends_at, last_visit_at, warned_for,
  warned_at, clock_offset, clock_timestamp() as wall`;

/** Reads these participations as they are now. */
export async function readRows(pool: Pool, ids: readonly string[]): Promise<readonly SweptRow[]> {
  const { rows } = await pool.query<Row>({
    name: 'sweep-read',
    text: `select ${COLUMNS} from participation where id = any ($1::uuid[])`,
    values: [ids],
  });
  return rows.map(sweptRow);
}

/**
 * Locks these participations until the transaction ends, in the order in which the inbox does, and reads them as they
 * are then; without those that another sweep has put off beyond `until` (wall clock) meanwhile.
 */
export async function lockRows(
  client: PoolClient,
  ids: readonly string[],
  until: Date,
): Promise<readonly SweptRow[]> {
  const { rows } = await client.query<Row>({
    name: 'sweep-lock',
    text: `with locked as materialized (
             select * from participation where id = any ($1::uuid[]) and sweep_at <= $2 order by id for no key update
           ) select ${COLUMNS} from locked`,
    values: [ids, until],
  });
  return rows.map(sweptRow);
}

function sweptRow(row: Row): SweptRow {
  const clockOffset = Number(row.clock_offset);
  return {
    id: row.id,
    customerId: row.customer_id,
    programme: { code: row.programme_code, version: row.programme_version },
    phase: row.phase,
    quietEndsAt: row.quiet_ends_at?.getTime(),
    visits: visitsOf(row),
    clockOffset,
    now: row.wall.getTime() + clockOffset,
  };
}

function visitsOf({
  last_visit_at: last,
  warned_for: warnedFor,
  warned_at: warnedAt,
}: Row): Visits | undefined {
  if (!last) return undefined;
  return {
    lastVisitAt: last.getTime(),
    ...(warnedFor && { warnedFor: warnedFor.getTime() }),
    ...(warnedAt && { warnedAt: warnedAt.getTime() }),
  };
}
