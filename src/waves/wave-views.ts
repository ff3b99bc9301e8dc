import { waveIdOf } from '../../workflows/contract/wave.js';
import type { Queryable } from '../database/database.js';
import { expectedEnd } from '../domain/waves/sending.js';
import type { WorkflowLinks } from '../participations/views.js';
import type { StoredWave } from './stored-wave.js';
import type { ReportRow, WaveSummary, WaveView } from './wave.js';

/** Both are counted in an index alone, as long as a list may be; `n > 0` holds for every row and stands in that index's definition. */
const ROWS =
  'select verdict, reason, count(*)::int as count from wave_row where wave_id = $1 and n > 0 group by 1, 2';
const MESSAGES = 'select state, count(*)::int as count from message where wave_id = $1 group by 1';

/** Of the last 1,000 that were invited since it was begun: how many, and within how many milliseconds up to now. */
const PACE = `
select count(*)::int as invited, coalesce(extract(epoch from clock_timestamp() - min(invited_at)) * 1000, 0)::float8 as within
from (
  select invited_at from wave_row where wave_id = $1 and verdict = 'invited' order by n desc limit 1000
) lately where invited_at >= $2`;

type MessageState = keyof WaveView['messages'];

/** Makes views of waves: their rows and messages counted, and how fast they go. */
export class WaveViews {
  constructor(
    private readonly links: WorkflowLinks,
    private readonly now: () => number = Date.now,
  ) {}

  /** Without what has to be counted. */
  summary(wave: StoredWave): WaveSummary {
    return {
      id: wave.id,
      programme: { code: wave.programme_code, version: wave.programme_version },
      state: wave.state,
      pausedBecause: wave.paused_because,
      createdAt: wave.created_at.toISOString(),
      links: { workflow: wave.begun_at && this.links.to(waveIdOf(wave.id)) },
    };
  }

  async of(db: Queryable, wave: StoredWave): Promise<WaveView> {
    const rows = await rowsOf(db, wave.id);
    return {
      ...this.summary(wave),
      rows,
      // whoever knew it before could choose who is drawn
      seed: rows.total > 0 ? wave.seed : null,
      messages: await messagesOf(db, wave.id),
      ...(await this.pace(db, wave, rows.toInvite)),
    };
  }

  private async pace(db: Queryable, { id, state, begun_at }: StoredWave, left: number) {
    if (state !== 'sending') return { perMinute: null, expectedEndAt: null };
    const { rows } = await db.query<{ invited: number; within: number }>(PACE, [id, begun_at]);
    const { invited, within } = rows[0] ?? { invited: 0, within: 0 };
    const end = expectedEnd({ left, invited, within }, this.now());
    return {
      perMinute: within > 0 ? Math.round((invited * 60_000) / within) : null,
      expectedEndAt: end === undefined ? null : new Date(end).toISOString(),
    };
  }
}

async function rowsOf(db: Queryable, wave: string): Promise<WaveView['rows']> {
  const { rows } = await db.query<{
    verdict: ReportRow['verdict'];
    reason: ReportRow['reason'];
    count: number;
  }>(ROWS, [wave]);
  const of = (verdict: ReportRow['verdict']) => rows.find((each) => each.verdict === verdict)?.count ?? 0;
  return {
    total: rows.reduce((sum, { count }) => sum + count, 0),
    toInvite: of('to-invite'),
    heldOut: of('held-out'),
    invited: of('invited'),
    refused: Object.fromEntries(
      rows.flatMap(({ reason, count }) => (reason === null ? [] : [[reason, count]])),
    ),
  };
}

async function messagesOf(db: Queryable, wave: string): Promise<WaveView['messages']> {
  const { rows } = await db.query<{ state: MessageState; count: number }>(MESSAGES, [wave]);
  const of = (state: MessageState) => rows.find((each) => each.state === state)?.count ?? 0;
  return {
    pending: of('pending'),
    sent: of('sent'),
    delivered: of('delivered'),
    failed: of('failed'),
    suppressed: of('suppressed'),
  };
}
