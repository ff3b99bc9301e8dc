import type { Readable } from 'node:stream';
import type { PoolClient } from 'pg';
import { listComesIn } from '../../prisma/lists-coming-in.js';
import type { Connections } from '../database/database.js';
import { longStatement } from '../database/long-statement.js';
import { channelsOf } from '../domain/messages/policy.js';
import { Problem } from '../problems/problem.js';
import type { PublishedProgrammes } from '../programmes/published.js';
import { keepList } from './expiring.js';
import { judge } from './judging.js';
import { writeRows } from './list-rows.js';
import type { ListFormat } from './list-stream.js';
import { PATIENCE, type Patience, steady } from './steady.js';
import { lockWave, newSeed, readWave, type StoredWave } from './stored-wave.js';
import type { WaveView } from './wave.js';
import type { WaveViews } from './wave-views.js';

/** Lists of customers to be invited: taken in as a whole or not at all, and judged before anybody hears of it. */
export class Lists {
  private comingIn = 0;

  constructor(
    private readonly database: Connections,
    private readonly programmes: PublishedProgrammes,
    private readonly views: WaveViews,
    private readonly hashKey: string,
    private readonly patience: Patience = PATIENCE,
  ) {}

  /**
   * Takes the whole list in, judges and draws; the report then says of each row what would become of it. Another list takes the place of
   * one that was not sent. Throws Problem (400, 404, 408, 409, 413, 503).
   */
  async fill(id: string, source: Readable, format: ListFormat): Promise<WaveView> {
    const release = this.takePlace();
    try {
      await this.database.transaction(async (client) => {
        await listComesIn(client);
        await waitFor(client, this.patience.wholeMs);
        const locked = await lockWave(client, id, 'list');
        if (locked.state !== 'empty' && locked.state !== 'checked') throw begun(locked);
        const wave = locked.state === 'checked' ? await emptied(client, locked) : locked;
        await keepList(client, id);
        const { programme_code: programme } = wave;
        const { definition, version } = await this.programmes.required(client, programme);
        const channels = channelsOf(definition);
        const { hashKey } = this;
        await writeRows(
          client,
          { wave: id, programme, channels, hashKey },
          steady(source, this.patience),
          format,
        );
        await judge(client, wave, definition);
        await client.query(`update wave set state = 'checked', programme_version = $2 where id = $1`, [
          id,
          version,
        ]);
      });
    } finally {
      release();
    }
    return this.views.of(this.database.pool, await readWave(this.database.pool, id));
  }

  /** Every list keeps a connection for as long as it comes in: most of them are for everybody else. Throws Problem (503). */
  private takePlace(): () => void {
    const most = Math.max(1, Math.floor(this.database.pool.options.max / 4));
    if (this.comingIn >= most)
      throw new Problem(503, 'lists-busy', 'Other lists are coming in: send this one again later.', {
        headers: { 'retry-after': '30' },
      });
    this.comingIn += 1;
    return () => void (this.comingIn -= 1);
  }
}

/** Of a list that was not sent nothing has to remain; whoever saw its seed must not know by what the next one is drawn. */
async function emptied(client: PoolClient, wave: StoredWave): Promise<StoredWave> {
  await longStatement(client, 'delete from wave_row where wave_id = $1', [wave.id]);
  const seed = newSeed();
  await client.query('update wave set seed = $2 where id = $1', [wave.id, seed]);
  return { ...wave, seed };
}

/** Rows may come slowly: PostgreSQL must not take the transaction that waits for them for one that was left lying. */
async function waitFor(client: PoolClient, ms: number): Promise<void> {
  await client.query(`set local idle_in_transaction_session_timeout = ${ms}`);
}

function begun({ state }: StoredWave): Problem {
  const detail = `This wave is ${state}, so its list stands: create another wave for another list.`;
  return new Problem(409, 'list-there', detail, { members: { state } });
}
