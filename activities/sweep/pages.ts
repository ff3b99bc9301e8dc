import type { Pool } from 'pg';
import type { Cursor } from '../../workflows/contract/sweep.js';

/** Enough to make a page worth its transaction, few enough to hold nobody up. */
const PAGE = 500;

/** The participations to look at next, in the order of their due instants, and where the page after them begins. */
export interface DuePage {
  readonly ids: readonly string[];
  readonly until: Date;
  readonly next?: Cursor;
}

/** The statement that the index participation_sweep serves: $1 until, $2 and $3 the cursor, $4 the size of a page. */
export const DUE = `select id, sweep_at from participation
  where sweep_at <= $1 and (sweep_at, id) > ($2, $3::uuid) order by sweep_at, id limit $4`;

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Reads the page after this one; a pass ends with what was due when it began, whatever becomes due meanwhile. */
export async function duePage(pool: Pool, after: Cursor | undefined): Promise<DuePage> {
  const until = after ? new Date(after.until) : new Date();
  const { rows } = await pool.query<{ id: string; sweep_at: Date }>({
    name: 'sweep-due',
    text: DUE,
    values: [until, after ? new Date(after.sweepAt) : new Date(0), after?.participation ?? NOBODY, PAGE],
  });
  const ids = rows.map(({ id }) => id);
  const last = rows.at(-1);
  if (!last || rows.length < PAGE) return { ids, until };
  const next = {
    until: until.toISOString(),
    sweepAt: last.sweep_at.toISOString(),
    participation: last.id,
  };
  return { ids, until, next };
}
