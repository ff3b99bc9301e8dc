import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { PoolClient } from 'pg';
import { v7 as newId } from 'uuid';
import { listComesIn } from '../../prisma/lists-coming-in.js';
import type { Database } from '../database/database.js';
import { longStatement } from '../database/long-statement.js';
import type { Definition } from '../domain/definition.js';
import { channelsOf } from '../domain/messages/policy.js';
import { Answer } from '../idempotency/answer.js';
import type { Call } from '../idempotency/call.js';
import type { Idempotency } from '../idempotency/idempotency.js';
import { type Page, pageOf } from '../paging/page.js';
import { Problem } from '../problems/problem.js';
import type { PublishedProgrammes } from '../programmes/published.js';
import { giveBack } from './give-back.js';
import { nobodyComesIn, programmeBusy } from './draw-lock.js';
import { ASSIGN, CAME_IN, DRAW, FORGET, JUDGE } from './judge.sql.js';
import { writeRows } from './list-rows.js';
import type { ListFormat } from './list-stream.js';
import { PATIENCE, type Patience, steady } from './steady.js';
import { lockWave, pageOfWaves, readWave, type StoredWave } from './stored-wave.js';
import type { NewWave, WavesQuery, WaveSummary, WaveView } from './wave.js';
import type { WaveViews } from './wave-views.js';

/** Unless the programme says otherwise. */
const HOLDOUT_SHARE = 0.05;

/** So often a draw is repeated when somebody of it was invited meanwhile. */
const MOST_ROUNDS = 5;

/** Lists of customers to be invited: taken in as a whole or not at all, and judged before anybody hears of it. */
export class Waves {
  private comingIn = 0;

  constructor(
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly programmes: PublishedProgrammes,
    private readonly views: WaveViews,
    private readonly hashKey: string,
    private readonly patience: Patience = PATIENCE,
  ) {}

  /** 201 with an empty wave. Throws Problem (400). */
  create(call: Call, { programme }: NewWave): Promise<Answer> {
    return this.idempotency.once(call, async (client) => {
      const published = await this.programmes.required(client, programme);
      const id = newId();
      await client.query(
        `insert into wave (id, programme_code, programme_version, seed, created_by) values ($1, $2, $3, $4, $5)`,
        [id, programme, published.version, newSeed(), call.client],
      );
      return new Answer(201, await this.views.of(client, await readWave(client, id)));
    });
  }

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
        await this.judge(client, wave, definition);
        await client.query(`update wave set state = 'checked', programme_version = $2 where id = $1`, [
          id,
          version,
        ]);
      });
    } finally {
      release();
    }
    return this.get(id);
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

  async list(query: WavesQuery): Promise<Page<WaveSummary>> {
    const rows = await pageOfWaves(this.database.pool, { ...query, limit: query.limit + 1 });
    return pageOf(
      rows,
      query.limit,
      (row) => this.views.summary(row),
      ({ created_at, id }) => [created_at, id],
    );
  }

  /** Throws Problem (404). */
  async get(id: string): Promise<WaveView> {
    const { pool } = this.database;
    return this.views.of(pool, await readWave(pool, id));
  }

  private async judge(client: PoolClient, { id, programme_code, seed }: StoredWave, definition: Definition) {
    const share = definition.holdout?.share ?? HOLDOUT_SHARE;
    await longStatement(client, 'analyze wave_row, wave_contact');
    await giveBack(client, { id, programme_code });
    const values = [id, programme_code];
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      await client.query('savepoint undrawn');
      await longStatement(client, JUDGE, [...values, definition.excludes ?? [], channelsOf(definition)]);
      await longStatement(client, DRAW, [id, share, seed, programme_code]);
      await longStatement(client, ASSIGN, values);
      await longStatement(client, FORGET, [id]);
      await nobodyComesIn(client, programme_code);
      if ((await longStatement(client, CAME_IN, values)).length === 0) return;
      // lets everybody in again before it begins anew
      await client.query('rollback to savepoint undrawn');
    }
    throw programmeBusy();
  }
}

/** Of a list that was not sent nothing has to remain; whoever saw its seed must not know by what the next one is drawn. */
async function emptied(client: PoolClient, wave: StoredWave): Promise<StoredWave> {
  await longStatement(client, 'delete from wave_row where wave_id = $1', [wave.id]);
  const seed = newSeed();
  await client.query('update wave set seed = $2 where id = $1', [wave.id, seed]);
  return { ...wave, seed };
}

function newSeed(): string {
  return randomBytes(16).toString('hex');
}

/** Rows may come slowly: PostgreSQL must not take the transaction that waits for them for one that was left lying. */
async function waitFor(client: PoolClient, ms: number): Promise<void> {
  await client.query(`set local idle_in_transaction_session_timeout = ${ms}`);
}

function begun({ state }: StoredWave): Problem {
  const detail = `This wave is ${state}, so its list stands: create another wave for another list.`;
  return new Problem(409, 'list-there', detail, { members: { state } });
}
