import type { Pool } from 'pg';
import defaultProgramme from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import { createSweeping } from '../../activities/sweep/sweeping.js';
import { cachedProgrammes } from '../../prisma/programmes.js';
import { accept } from '../../src/events/inbox.js';
import type { Cursor, Sweeping } from '../../workflows/contract/sweep.js';

/** Many participations in the quiet period, made by one statement: how long ago each last visited, and which are due. */
export interface Crowd {
  readonly count: number;
  /** Of so many one has not visited for 22 days and was never warned. */
  readonly oneInToWarn?: number;
  /** Of so many one has not visited for 31 days and was warned in time. */
  readonly oneInToDrop?: number;
}

/** Fills the database of the calling file with the default programme and a crowd that takes part in it. */
export async function fill(pool: Pool, { count, oneInToWarn = 0, oneInToDrop = 0 }: Crowd): Promise<void> {
  await pool.query(
    `insert into programme_version (code, version, state, definition, published_at)
     values ($1, 1, 'published', $2, now()) on conflict do nothing`,
    [defaultProgramme.code, JSON.stringify(defaultProgramme)],
  );
  await pool.query(
    `insert into participation (id, programme_code, programme_version, customer_id, phase, invited_at,
       invitation_ends_at, registered_at, quiet_starts_at, quiet_ends_at, last_visit_at, warned_for, warned_at, sweep_at,
       next_due_what, next_due_at)
     select gen_random_uuid(), $1, 1, 'C-' || n, 'quiet', start, start + interval '60 days', start, start,
       start + interval '270 days', seen, case when to_drop then seen end,
       case when to_drop then seen + interval '21 days' end,
       case when to_drop then seen + interval '30 days' else seen + interval '21 days' end,
       'quiet period', start + interval '270 days'
     from (
       select n, now() - interval '40 days' as start, $4 > 0 and n % greatest($4, 1) = 0 as to_drop,
         date_trunc('milliseconds', now()) - case
           when $4 > 0 and n % greatest($4, 1) = 0 then interval '31 days'
           when $3 > 0 and n % greatest($3, 1) = least(1, $3 - 1) then interval '22 days'
           else interval '1 hour' end - n % 1000 * interval '1 second' as seen
       from generate_series(1, $2::int) n
     ) crowd`,
    [defaultProgramme.code, count, oneInToWarn, oneInToDrop],
  );
  await pool.query('analyze participation');
}

/** The sweep's activities on this database alone; `alarms` counts what they raise. */
export function sweepingOn(
  pool: Pool,
  maxDrop = 0.05,
  countWithinMs = 60_000,
): { sweeping: Sweeping; alarms: () => number } {
  let alarms = 0;
  const takeIn = (events: Parameters<typeof accept>[1]) => accept(pool, events);
  const means = { pool, programmes: cachedProgrammes(), takeIn };
  const sweeping = createSweeping(means, { maxDrop, countWithinMs, alarm: () => (alarms += 1) });
  return { sweeping, alarms: () => alarms };
}

/** All pages of one pass; answers how many it found and how many pages that took. */
export async function pass(
  sweeping: Sweeping,
  stage: 'warn' | 'proposeDrops',
): Promise<{ found: number; pages: number }> {
  let found = 0;
  let pages = 0;
  let after: Cursor | undefined;
  do {
    const page = await sweeping[stage](after);
    found += page.found;
    pages += 1;
    after = page.next;
  } while (after);
  return { found, pages };
}
