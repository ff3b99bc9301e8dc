import { v7 as newId } from 'uuid';
import type { Database } from '../database/database.js';
import { Answer } from '../idempotency/answer.js';
import type { Call } from '../idempotency/call.js';
import type { Idempotency } from '../idempotency/idempotency.js';
import { type Page, pageOf } from '../paging/page.js';
import type { PublishedProgrammes } from '../programmes/published.js';
import { newSeed, pageOfWaves, readWave } from './stored-wave.js';
import type { NewWave, WavesQuery, WaveSummary, WaveView } from './wave.js';
import type { WaveViews } from './wave-views.js';

/** Creates waves, and finds them again. */
export class Waves {
  constructor(
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly programmes: PublishedProgrammes,
    private readonly views: WaveViews,
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
}
