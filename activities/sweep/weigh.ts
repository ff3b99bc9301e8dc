import type { Pool } from 'pg';
import type { Weighed } from '../../workflows/contract/sweep.js';
import { countOpen } from './open-participations.js';

/** What holds a sweep that would drop too many: the largest share, and who is told. */
export interface Limit {
  readonly maxDrop: number;
  readonly alarm: () => void;
  /** How long each of the two counts may take, in milliseconds; a longer one ends with what is known by then. */
  readonly countWithinMs?: number;
}

/** So few drops are never too many, whatever their share. */
const NEVER_TOO_MANY = 20;
const COUNT_WITHIN_MS = 10_000;
/** Rows of one statement: a blink, also where each is read from the disk. */
const PAGE = 10_000;

const PARKED = `select d.participation_id as id from delivery d join event e on e.seq = d.event_seq
  where d.status = 'parked' and e.type = 'participation.went-inactive'`;

/** After the warnings a row that is still due and was warned of its open gap is one to drop, unless its proposal is parked. */
const DROPS = `
with page as materialized (
  select id, sweep_at, warned_for = last_visit_at and phase in ('quiet', 'forfeited', 'settling') and id <> all ($4::uuid[]) as drop
  from participation where sweep_at <= $1 and (sweep_at, id) > ($2, $3::uuid) order by sweep_at, id limit ${PAGE}
)
select count(*)::int as seen, (count(*) filter (where drop))::int as drops, max(sweep_at) as sweep_at,
  (select id from page order by sweep_at desc, id desc limit 1) as id
from page`;

interface Page {
  seen: number;
  drops: number;
  sweep_at: Date | null;
  id: string | null;
}

/**
 * Counts the drops that are due, those proposed and not yet recorded included, and alarms when they are too many. Page by page, so that
 * no number of participations makes a statement too long; the open ones are estimated where counting them takes too long.
 */
export async function weigh(
  pool: Pool,
  { maxDrop, alarm, countWithinMs = COUNT_WITHIN_MS }: Limit,
): Promise<Weighed> {
  const open = await countOpen(pool, countWithinMs);
  const most = Math.max(NEVER_TOO_MANY, maxDrop * open);
  const drops = await countDrops(pool, most, countWithinMs);
  const tooMany = drops > most;
  if (tooMany) alarm();
  return { drops, open, tooMany };
}

/** All of them, or, when that takes too long, so many that it is known to be too many. */
async function countDrops(pool: Pool, most: number, withinMs: number): Promise<number> {
  const until = performance.now() + withinMs;
  const parked = await pool.query<{ id: string }>(PARKED);
  const passOver = parked.rows.map(({ id }) => id);
  const now = new Date();
  let drops = 0;
  let after = { sweepAt: new Date(0), id: '00000000-0000-0000-0000-000000000000' };
  for (;;) {
    const values = [now, after.sweepAt, after.id, passOver];
    const { rows } = await pool.query<Page>({ name: 'sweep-drops', text: DROPS, values });
    const [page] = rows;
    drops += page?.drops ?? 0;
    if (!page?.sweep_at || page.id === null || page.seen < PAGE) return drops;
    if (drops > most && performance.now() > until) return drops;
    after = { sweepAt: page.sweep_at, id: page.id };
  }
}
