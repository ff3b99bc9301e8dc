import type { Programmes } from '../../prisma/programmes.js';
import { waveIdOf } from '../../workflows/contract/wave.js';
import type { Queryable } from '../database/database.js';
import { sendWindowOf } from '../domain/messages/policy.js';
import type { SendWindow } from '../domain/messages/send-window.js';
import type { Instant } from '../domain/terms.js';
import { expectedEnd, paceOf, perMinute, waitsUntil } from '../domain/waves/pace.js';
import type { WorkflowLinks } from '../participations/views.js';
import type { StoredWave } from './stored-wave.js';
import type { ReportRow, WaveSummary, WaveView } from './wave.js';

/** Both are counted in an index alone, as long as a list may be; `n > 0` holds for every row and stands in that index's definition. */
const ROWS =
  'select verdict, reason, count(*)::int as count from wave_row where wave_id = $1 and n > 0 group by 1, 2';
const MESSAGES = 'select state, count(*)::int as count from message where wave_id = $1 group by 1';

/** The last 1,000 that were invited since it was begun, page by page. */
const PAGES = `
select invited_at as at, count(*)::int as count
from (
  select invited_at from wave_row where wave_id = $1 and verdict = 'invited' order by n desc limit 1000
) lately where invited_at >= $2 group by 1`;

type MessageState = keyof WaveView['messages'];

/** What waves keep to: the programmes' send windows, or none. */
export interface Hours {
  readonly programmes: Programmes;
  readonly keepsWindows: boolean;
}

/** Makes views of waves: their rows and messages counted, and how fast they go. */
export class WaveViews {
  constructor(
    private readonly links: WorkflowLinks,
    private readonly hours: Hours,
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

  private async pace(
    db: Queryable,
    wave: StoredWave,
    left: number,
  ): Promise<Pick<WaveView, 'waitsUntil' | 'perMinute' | 'expectedEndAt'>> {
    if (wave.state !== 'sending') return { waitsUntil: null, perMinute: null, expectedEndAt: null };
    const window = await this.windowOf(db, wave);
    const { rows } = await db.query<{ at: Date; count: number }>(PAGES, [wave.id, wave.begun_at]);
    const now = this.now();
    const waits = waitsUntil(window, now);
    const pages = rows.map(({ at, count }) => ({ at: at.getTime(), count }));
    const pace = paceOf(pages, now, window);
    return {
      waitsUntil: timeOf(waits),
      perMinute: pace && waits === undefined ? perMinute(pace) : null,
      expectedEndAt: timeOf(expectedEnd(left, pace, now, window)),
    };
  }

  private async windowOf(db: Queryable, wave: StoredWave): Promise<SendWindow | undefined> {
    const { programmes, keepsWindows } = this.hours;
    if (!keepsWindows) return undefined;
    const { definition } = await programmes(wave.programme_code, wave.programme_version, db);
    return sendWindowOf(definition, this.now());
  }
}

function timeOf(at: Instant | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
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
