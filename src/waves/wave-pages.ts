import type { Pool, PoolClient } from 'pg';
import type { Programmes } from '../../prisma/programmes.js';
import { inTransaction } from '../../prisma/transaction.js';
import type { WaveProgress } from '../../workflows/contract/wave.js';
import { longStatement } from '../database/long-statement.js';
import type { Definition } from '../domain/definition.js';
import { channelsOf, sendWindowOf } from '../domain/messages/policy.js';
import { opensAt } from '../domain/messages/send-window.js';
import type { Instant } from '../domain/terms.js';
import { LAST_SENDS, PAGE, type Standing, TOO_MANY } from '../domain/waves/sending.js';
import { FORGET_ALL } from './judge.sql.js';
import { DEALT_WITH, HELD, NEXT_PAGE, STANDING } from './sending.sql.js';
import type { DueRow } from './due-row.js';
import { dealWith, type Sending } from './page-dealing.js';

interface StandingRow extends Omit<Standing, 'now' | 'opensAt'>, Version {
  readonly now: Date;
}

/** Which version of its programme a wave is for. */
interface Version {
  readonly programme: string;
  readonly version: number;
}

/** Waves as PostgreSQL holds them, page by page. */
export class StoredWavePages {
  constructor(
    private readonly pool: Pool,
    private readonly programmes: Programmes,
    private readonly keepsWindows: boolean,
    private readonly hashKey: string,
  ) {}

  async standing(wave: string): Promise<Standing | undefined> {
    const { rows } = await this.pool.query<StandingRow>({
      name: 'wave-standing',
      text: STANDING,
      values: [wave, 4 * PAGE, TOO_MANY, LAST_SENDS],
    });
    const [row] = rows;
    if (!row) return undefined;
    const now = row.now.getTime();
    const { definition } = await this.programmes(row.programme, row.version, this.pool);
    return { ...row, now, opensAt: this.opensAt(definition, now) };
  }

  async invite(wave: string, after: number): Promise<WaveProgress | undefined> {
    return inTransaction(this.pool, async (client) => {
      const sending = await this.held(client, wave);
      if (!sending) return { after, invited: 0 };
      const { definition } = sending.programme;
      const { rows } = await client.query<DueRow>({
        name: 'wave-next-page',
        text: NEXT_PAGE,
        values: [wave, definition.code, definition.excludes ?? [], channelsOf(definition), after, PAGE],
      });
      const last = rows.at(-1);
      if (!last) return undefined;
      const dealt = await dealWith(client, this.hashKey, sending, rows);
      const values = [wave, JSON.stringify(dealt)];
      await client.query({ name: 'wave-dealt-with', text: DEALT_WITH, values });
      return { after: last.n, invited: dealt.filter((each) => 'participation' in each).length };
    });
  }

  async leave(wave: string, state: 'done' | 'paused' | 'cancelled', because?: string): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      const { rowCount } = await client.query(
        `update wave set state = $2, paused_because = $3 where id = $1 and state in ('sending', $4)`,
        [wave, state, because ?? null, state === 'cancelled' ? 'paused' : 'sending'],
      );
      if (state === 'cancelled' && rowCount === 1) await longStatement(client, FORGET_ALL, [wave]);
    });
  }

  private opensAt(definition: Definition, now: Instant): Instant {
    if (!this.keepsWindows) return now;
    return opensAt(sendWindowOf(definition, now), now) ?? Infinity;
  }

  /** Keeps the wave as it is until the page is written; undefined when it is not sent any more, or its programme has changed. */
  private async held(client: PoolClient, wave: string): Promise<Sending | undefined> {
    const { rows } = await client.query<Version & { by: string; now: Date }>({
      name: 'wave-held',
      text: HELD,
      values: [wave],
    });
    const [row] = rows;
    if (!row) return undefined;
    const programme = await this.programmes(row.programme, row.version, client);
    return { wave, programme: { ...programme, now: row.now.getTime() }, by: row.by };
  }
}
