import type { Readable } from 'node:stream';
import type { PoolClient } from 'pg';
import type { Connections } from '../database/database.js';
import { longStatement } from '../database/long-statement.js';
import { channelsOf } from '../domain/messages/policy.js';
import { Problem } from '../problems/problem.js';
import type { Latest } from '../programmes/latest-published.js';
import type { PublishedProgrammes } from '../programmes/published.js';
import { keepList } from './expiring.js';
import { IncomingList } from './incoming-list.js';
import { judge } from './judging.js';
import { readList } from './list-rows.js';
import type { ListFormat } from './list-stream.js';
import { PATIENCE, type Patience, steady } from './steady.js';
import { lockForList, lockWave, newSeed, readWave, type StoredWave } from './stored-wave.js';
import { Turns } from './turns.js';
import type { WaveView } from './wave.js';
import type { WaveViews } from './wave-views.js';

/** Each keeps a thousand rows in memory, and no connection while it waits for more. */
export const MOST_COMING_IN = 8;

/**
 * Lists of customers to be invited: taken in as a whole or not at all, and judged before anybody hears of it. As long as rows come, no
 * transaction is open (docs/adr/0011).
 */
export class Lists {
  private comingIn = 0;
  private readonly judging: Turns;

  constructor(
    private readonly database: Connections,
    private readonly programmes: PublishedProgrammes,
    private readonly views: WaveViews,
    private readonly hashKey: string,
    private readonly patience: Patience = PATIENCE,
  ) {
    // most connections are for everybody else
    this.judging = new Turns(Math.max(1, Math.floor(database.pool.options.max / 4)));
  }

  /**
   * Takes the whole list in, judges and draws; the report then says of each row what would become of it. Another list takes the place of
   * one that was not sent. Throws Problem (400, 404, 408, 409, 413, 503).
   */
  async fill(id: string, source: Readable, format: ListFormat): Promise<WaveView> {
    const release = this.takePlace();
    try {
      const { list, programme } = await this.begin(id);
      await this.takeIn(list, programme, steady(source, this.patience), format);
    } finally {
      release();
    }
    return this.views.of(this.database.pool, await readWave(this.database.pool, id));
  }

  private begin(id: string): Promise<{ list: IncomingList; programme: Latest }> {
    return this.database.transaction(async (client) => {
      const wave = unsent(await lockWave(client, id));
      const programme = await this.programmes.required(client, wave.programme_code);
      return { list: await IncomingList.begin(client, this.database.pool, id), programme };
    });
  }

  private async takeIn(
    list: IncomingList,
    programme: Latest,
    source: AsyncIterable<Buffer>,
    format: ListFormat,
  ): Promise<void> {
    const { definition } = programme;
    const listFor = {
      programme: definition.code,
      channels: channelsOf(definition),
      hashKey: this.hashKey,
    };
    const stop = list.keepAlive(this.patience.silentMs / 2);
    try {
      await readList(this.database.pool, listFor, source, format, (rows) => list.put(rows));
      await this.judging.take(() =>
        this.database.transaction((client) => takePlaceOf(client, list, programme)),
      );
    } catch (error) {
      await list.giveUp();
      throw error;
    } finally {
      stop();
    }
  }

  /** Throws Problem (503). */
  private takePlace(): () => void {
    if (this.comingIn >= MOST_COMING_IN)
      throw new Problem(503, 'lists-busy', 'Other lists are coming in: send this one again later.', {
        headers: { 'retry-after': '30' },
      });
    this.comingIn += 1;
    return () => void (this.comingIn -= 1);
  }
}

/** From its last row on a list is the wave's, judged by this version of its programme. Throws Problem (409, 503). */
async function takePlaceOf(
  client: PoolClient,
  list: IncomingList,
  { definition, version }: Latest,
): Promise<void> {
  const locked = unsent(await lockForList(client, list.wave));
  const wave = locked.state === 'checked' ? await emptied(client, locked) : locked;
  await list.copy(client);
  await judge(client, wave, definition);
  await keepList(client, wave.id);
  await client.query(`update wave set state = 'checked', programme_version = $2 where id = $1`, [
    wave.id,
    version,
  ]);
  await list.end(client);
}

/** Of a list that was not sent nothing has to remain; whoever saw its seed must not know by what the next one is drawn. */
async function emptied(client: PoolClient, wave: StoredWave): Promise<StoredWave> {
  await longStatement(client, 'delete from wave_row where wave_id = $1', [wave.id]);
  const seed = newSeed();
  await client.query('update wave set seed = $2 where id = $1', [wave.id, seed]);
  return { ...wave, seed };
}

/** Only then it takes a list. Throws Problem (409). */
function unsent(wave: StoredWave): StoredWave {
  const { state } = wave;
  if (state === 'empty' || state === 'checked') return wave;
  const detail = `This wave is ${state}, so its list stands: create another wave for another list.`;
  throw new Problem(409, 'list-there', detail, { members: { state } });
}
