import { STOPS } from '../../domain/commands.js';
import type { Queryable } from '../../database/database.js';
import type { MessageRow, WarningRow } from '../../participations/journal.js';
import type { PhasedStep } from '../appeals/loss.js';
import type { GrantRow } from '../standing/standing.js';
import type { AppealRow, Journalled } from './story.js';

/** What is stored of one participation's life. */
export interface Life extends Journalled {
  readonly steps: readonly PhasedStep[];
  readonly grants: readonly GrantRow[];
  /** It has been ended, which does not show yet. */
  readonly ending: boolean;
}

/** Reads all of it, each part in its order: what counts follows from every step, of which the rules allow some ten thousand. */
export async function lifeOf(db: Queryable, participation: string): Promise<Life> {
  const read = async <Row extends object>(text: string) =>
    (await db.query<Row>(text, [participation])).rows as readonly Row[];
  const [steps, warnings, messages, appeals, grants, ending] = await Promise.all([
    read<PhasedStep>(`select n, recorded_at, phase, facts from step where participation_id = $1 order by n`),
    read<WarningRow>(
      'select last_visit_at, recorded_at from warning where participation_id = $1 order by recorded_at',
    ),
    read<MessageRow>(
      `select kind, state, channel, reason, may_repeat, decided_at from message
       where participation_id = $1 and decided_at is not null order by decided_at, id`,
    ),
    read<AppealRow>(
      `select appealed_at as "appealedAt", answered_at as "answeredAt", declined_because as "declinedBecause" from appeal
       where participation_id = $1 order by appealed_at`,
    ),
    read<GrantRow>(
      'select code, megabytes, state, valid_until as "validUntil" from "grant" where participation_id = $1',
    ),
    isEnding(db, participation),
  ]);
  return { steps, warnings, messages, appeals, grants, ending };
}

/** Whether it has been ended, which does not show yet. */
export async function isEnding(db: Queryable, participation: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `select from delivery d join event e on e.seq = d.event_seq where d.participation_id = $1 and d.status = 'pending'
     and e.type = any ($2) limit 1`,
    [participation, STOPS],
  );
  return rowCount === 1;
}
