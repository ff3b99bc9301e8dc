import type { PoolClient } from 'pg';
import type { KnownVisits } from '../../src/domain/judge.js';
import type { Instant } from '../../src/domain/terms.js';
import type { Told } from '../../src/domain/told.js';

/** What recording a step needs of the participation's row, locked until the transaction ends. */
export interface LockedRow {
  readonly steps: number;
  readonly visits: KnownVisits;
  /** How far this participation's clock is ahead of the wall clock, in milliseconds. */
  readonly clockOffset: number;
  readonly invitedAt: Instant;
  readonly registeredAt: Instant | undefined;
  readonly quietEndsAt: Instant | undefined;
  readonly reached: Readonly<Record<string, Instant>>;
  readonly programme: { readonly code: string; readonly version: number };
  /** Those of its deliveries asked about whose outcome is recorded. */
  readonly decided: readonly string[];
  /** Those of its deliveries asked about whose outcome is not recorded yet. */
  readonly undecided: readonly Told[];
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
  programme_code: string;
  programme_version: number;
  invited_at: Date;
  registered_at: Date | null;
  quiet_ends_at: Date | null;
  reached: Record<string, string>;
  decided: string[];
  undecided: (Omit<Told, 'time' | 'acceptedAt'> & { readonly time: string; readonly acceptedAt: string })[];
}

const LOCK = `
select steps, last_visit_at, warned_for, warned_at, clock_offset, programme_code, programme_version, invited_at,
  registered_at, quiet_ends_at, reached,
  array(
    select d.id::text from delivery d
    where d.id = any ($2::bigint[]) and d.participation_id = $1 and d.status in ('applied', 'ignored')
  ) as decided,
  array(
    select json_build_object('delivery', d.id::text, 'type', e.type, 'time', e.time, 'acceptedAt', d.accepted_at, 'data', e.data)
    from delivery d join event e on e.seq = d.event_seq
    where d.id = any ($2) and d.participation_id = $1 and d.status in ('pending', 'parked')
  ) as undecided
from participation where id = $1 for update`;

/** Locks the row and looks which of these deliveries are its own, what was decided of them, and what the others say. Throws UnknownParticipationError. */
export async function lockRow(
  client: PoolClient,
  participation: string,
  deliveries: readonly string[],
): Promise<LockedRow> {
  const { rows } = await client.query<Row>({
    name: 'lock-participation',
    text: LOCK,
    values: [participation, deliveries],
  });
  const row = rows[0];
  if (!row) throw new UnknownParticipationError();
  return {
    steps: row.steps,
    visits: visitsOf(row),
    clockOffset: Number(row.clock_offset),
    invitedAt: row.invited_at.getTime(),
    registeredAt: row.registered_at?.getTime(),
    quietEndsAt: row.quiet_ends_at?.getTime(),
    reached: Object.fromEntries(Object.entries(row.reached).map(([code, at]) => [code, Date.parse(at)])),
    programme: { code: row.programme_code, version: row.programme_version },
    decided: row.decided,
    undecided: row.undecided.map((told) => ({
      ...told,
      time: Date.parse(told.time),
      acceptedAt: Date.parse(told.acceptedAt),
    })),
  };
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
