import type { Queryable } from '../database/database.js';
import type { ParticipationRow } from './view.js';

/** Everything that a view shows, of participations `p`. */
export const COLUMNS = `p.id, p.programme_code, p.programme_version, p.customer_id, p.phase, p.ended_because,
  p.invited_at, p.registered_at, p.quiet_starts_at, p.quiet_ends_at, p.forfeited_by, p.reached,
  p.granted_megabytes, p.last_visit_at, p.warned_for, p.warned_at, p.next_due_what, p.next_due_at,
  coalesce((select jsonb_object_agg(g.code, g.id) from "grant" g where g.participation_id = p.id), '{}') as grants`;

/** The participation with this id (a UUID). */
export async function rowById(db: Queryable, id: string): Promise<ParticipationRow | undefined> {
  const { rows } = await db.query<ParticipationRow>({
    name: 'participation-by-id',
    text: `select ${COLUMNS} from participation p where p.id = $1`,
    values: [id],
  });
  return rows[0];
}

/** The one participation that R1 allows this customer in this programme, if there is one. */
export async function rowOf(
  db: Queryable,
  programme: string,
  customerId: string,
): Promise<ParticipationRow | undefined> {
  const { rows } = await db.query<ParticipationRow>(
    `select ${COLUMNS} from participation p
     where p.programme_code = $1 and p.customer_id = $2 and p.ended_because is distinct from 'invitation-expired'`,
    [programme, customerId],
  );
  return rows[0];
}

/** What a list of participations is narrowed to, and the key after which it goes on. */
export interface Filter {
  readonly programme?: string;
  readonly customerId?: string;
  readonly phase?: string;
  readonly appealed?: boolean;
  /** The key of the last one: its instant in the order of the list, and its id. */
  readonly cursor?: readonly [instant: string, id: string];
}

/** It waits for a person to decide, who can still reinstate. */
const APPEALED = `p.phase in ('forfeited', 'dropped')
  and exists (select from appeal a where a.participation_id = p.id and a.answered_at is null)`;

/** By what a list is in order: whose appeal waits, by how soon nobody can help any more; otherwise that of inviting. */
export function orderOf({ appealed }: Filter): 'next_due_at' | 'invited_at' {
  return appealed ? 'next_due_at' : 'invited_at';
}

/** The next participations in this order. Unnamed, so that each combination of filters gets a plan of its own. */
export async function page(
  db: Queryable,
  filter: Filter,
  size: number,
): Promise<readonly ParticipationRow[]> {
  const values: unknown[] = [];
  const is = (column: string, value: string | undefined) =>
    value === undefined ? [] : [`${column} = $${values.push(value)}`];
  const conditions = [
    ...is('p.programme_code', filter.programme),
    ...is('p.customer_id', filter.customerId),
    ...is('p.phase', filter.phase),
    ...(filter.appealed === undefined ? [] : [filter.appealed ? APPEALED : `not (${APPEALED})`]),
    ...after(filter, values),
  ];
  const where = conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';
  const { rows } = await db.query<ParticipationRow>(
    `select ${COLUMNS} from participation p ${where} order by p.${orderOf(filter)}, p.id limit $${values.push(size)}`,
    values,
  );
  return rows;
}

function after(filter: Filter, values: unknown[]): readonly string[] {
  if (!filter.cursor) return [];
  const [instant, id] = filter.cursor;
  return [`(p.${orderOf(filter)}, p.id) > ($${values.push(instant)}, $${values.push(id)})`];
}
