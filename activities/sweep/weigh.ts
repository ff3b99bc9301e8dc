import type { Pool } from 'pg';
import type { Weighed } from '../../workflows/contract/sweep.js';

/** What holds a sweep that would drop too many: the largest share, and who is told. */
export interface Limit {
  readonly maxDrop: number;
  readonly alarm: () => void;
}

/** So few drops are never too many, whatever their share. */
const NEVER_TOO_MANY = 20;

/** After the warnings a row that is still due and was warned of its open gap is one to drop, unless its proposal is parked. */
const WEIGH = `select
  (select count(*)::int from participation p
   where sweep_at <= now() and warned_for = last_visit_at and phase in ('quiet', 'forfeited', 'settling')
     and not exists (select from delivery d join event e on e.seq = d.event_seq
       where d.participation_id = p.id and d.status = 'parked' and e.type = 'participation.went-inactive')) as drops,
  (select count(*)::int from participation where phase not in ('completed', 'ended')) as open`;

/** Counts the drops that are due, those proposed and not yet recorded included, and alarms when they are too many. */
export async function weigh(pool: Pool, { maxDrop, alarm }: Limit): Promise<Weighed> {
  const { rows } = await pool.query<{ drops: number; open: number }>(WEIGH);
  const { drops, open } = rows[0] ?? { drops: 0, open: 0 };
  const tooMany = drops > NEVER_TOO_MANY && drops > maxDrop * open;
  if (tooMany) alarm();
  return { drops, open, tooMany };
}
