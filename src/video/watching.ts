import type { Pool } from 'pg';
import { inTransaction } from '../../prisma/transaction.js';
import type { Queryable } from '../database/database.js';
import { OWN_SOURCE } from '../domain/commands.js';
import { OPEN_PHASES } from '../domain/phase.js';
import { heard, isWatched, type Progress, watchedShare, type WatchReport } from '../domain/watched.js';
import { report as reportEvent } from '../my-programme/reporting/own-events.js';
import { DURATION_MS } from './scenes.js';

/** How far somebody has come with the video. */
export interface Watched {
  /** From 0 to 1. */
  readonly share: number;
  /** It counts, and the event that says so is in the inbox. */
  readonly watched: boolean;
}

/** With the participation it makes the event's id, the same for ever, so that the inbox knows it the second time. */
const ONCE = 'video-watched';

/** The row that a report changes, locked; a participation that is over has none. */
const TAKE = `
insert into video_progress (participation_id, sittings, ranges, heard_at)
select id, '[]', '[]', clock_timestamp() from participation where id = $1 and phase = any ($2)
on conflict (participation_id) do update set heard_at = clock_timestamp()
returning sittings, ranges, clock_timestamp() as now`;

const KEEP = 'update video_progress set sittings = $2, ranges = $3 where participation_id = $1';

/** Asked only once the row is locked: who had it before may just have said so. */
const KNOWN = `
select customer_id as customer, clock_timestamp() + clock_offset * interval '1 millisecond' as now, reached ? 'video-watched'
  or exists (select from event where source = '${OWN_SOURCE}' and id = $2) as watched
from participation where id = $1`;

/** Counts the video, within one participation, by what its players report. */
export class Watching {
  constructor(private readonly pool: Pool) {}

  /**
   * Takes a report in and answers what counts so far, undefined where the participation is over or unknown. Once enough was
   * played, the event is put into the inbox in the same transaction, once for ever, and what was kept of the playing is deleted.
   */
  hear(participation: string, report: WatchReport): Promise<Watched | undefined> {
    return inTransaction(this.pool, async (client) => {
      const { rows } = await client.query<Progress & { now: Date }>(TAKE, [participation, OPEN_PHASES]);
      if (!rows[0]) return undefined;
      const known = (await client.query<Known>(KNOWN, [participation, `${participation}/${ONCE}`])).rows[0];
      if (!known) return undefined;
      const progress = heard(rows[0], report, rows[0].now.getTime(), DURATION_MS);
      if (!known.watched && !isWatched(progress, DURATION_MS)) {
        const values = [participation, JSON.stringify(progress.sittings), JSON.stringify(progress.ranges)];
        await client.query(KEEP, values);
        return { share: watchedShare(progress, DURATION_MS), watched: false };
      }
      await client.query('delete from video_progress where participation_id = $1', [participation]);
      if (!known.watched) {
        const { customer, now: time } = known;
        await reportEvent(client, {
          participation,
          customer,
          type: 'selfservice.video-watched',
          once: ONCE,
          time,
        });
      }
      return { share: 1, watched: true };
    });
  }
}

interface Known {
  readonly customer: string;
  /** On the participation's own clock. */
  readonly now: Date;
  readonly watched: boolean;
}

/** Forgets what has not been heard of for 30 days, as the privacy notice says. Answers how many. */
export async function forgetOldWatching(db: Queryable): Promise<number> {
  const { rowCount } = await db.query(
    `delete from video_progress where heard_at < clock_timestamp() - interval '30 days'`,
  );
  return rowCount ?? 0;
}
