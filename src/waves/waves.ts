import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { PoolClient } from 'pg';
import { v7 as newId } from 'uuid';
import { type Database, type Queryable } from '../database/database.js';
import { Answer } from '../idempotency/answer.js';
import type { Call } from '../idempotency/call.js';
import { type Idempotency } from '../idempotency/idempotency.js';
import { type Page, pageOf } from '../paging/page.js';
import { isId } from '../participations/participations.js';
import { notFound, Problem } from '../problems/problem.js';
import { invalidRequest } from '../problems/fields.js';
import { type PublishedProgrammes } from '../programmes/published.js';
import { ASSIGN, DRAW, FORGET, JUDGE, ONE_BY_ONE } from './judge.sql.js';
import { writeRows } from './list-rows.js';
import type { ListFormat } from './list-stream.js';
import type { NewWave, ReportQuery, ReportRow, WaveView } from './wave.js';

/** Unless the programme says otherwise. */
const HOLDOUT_SHARE = 0.05;

interface Row {
  readonly id: string;
  readonly programme_code: string;
  readonly programme_version: number;
  readonly state: WaveView['state'];
  readonly seed: string;
  readonly created_at: Date;
}

/** Lists of customers to be invited: taken in as a whole or not at all, and judged before anybody hears of it. */
export class Waves {
  constructor(
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly programmes: PublishedProgrammes,
    private readonly hashKey: string,
  ) {}

  /** 201 with an empty wave. Throws Problem (400). */
  create(call: Call, { programme }: NewWave): Promise<Answer> {
    return this.idempotency.once(call, async (client) => {
      const published = await this.programmes.latest(client, programme);
      if (!published) throw unpublished();
      const { rows } = await client.query<Row>(
        `insert into wave (id, programme_code, programme_version, seed, created_by) values ($1, $2, $3, $4, $5) returning *`,
        [newId(), programme, published.version, randomBytes(16).toString('hex'), call.client],
      );
      return new Answer(201, await view(client, one(rows)));
    });
  }

  /** Takes the whole list in, judges and draws; the report then says of each row what would become of it. Throws Problem (400, 404, 409, 413). */
  async fill(id: string, source: Readable, format: ListFormat): Promise<WaveView> {
    return this.database.transaction(async (client) => {
      const wave = await this.locked(client, id);
      if (wave.state !== 'empty')
        throw new Problem(409, 'list-there', 'This wave has its list: create another for another list.');
      await writeRows(client, { wave: id, hashKey: this.hashKey }, source, format);
      await this.judge(client, wave);
      await client.query(`update wave set state = 'checked' where id = $1`, [id]);
      return view(client, { ...wave, state: 'checked' });
    });
  }

  /** Throws Problem (404). */
  async get(id: string): Promise<WaveView> {
    if (!isId(id)) throw unknownWave();
    const { rows } = await this.database.pool.query<Row>('select * from wave where id = $1', [id]);
    return view(this.database.pool, one(rows));
  }

  /** The report row by row. Throws Problem (404). */
  async report(id: string, { verdict, cursor = 0, limit }: ReportQuery): Promise<Page<ReportRow>> {
    await this.get(id);
    const { rows } = await this.database.pool.query<ReportRow>(
      `select n as row, customer_id as "customerId", verdict, reason from wave_row
       where wave_id = $1 and n > $2 and ($3::text is null or verdict = $3) order by n limit $4`,
      [id, cursor, verdict ?? null, limit + 1],
    );
    return pageOf(
      rows,
      limit,
      (row) => row,
      ({ row }) => row,
    );
  }

  private async judge(
    client: PoolClient,
    { id, programme_code, programme_version, seed }: Row,
  ): Promise<void> {
    const { definition } = await this.programmes.version(programme_code, programme_version, client);
    await client.query('analyze wave_row, wave_contact');
    await client.query(ONE_BY_ONE, [programme_code]);
    await client.query(JUDGE, [id, programme_code, definition.excludes ?? []]);
    await client.query(DRAW, [id, definition.holdout?.share ?? HOLDOUT_SHARE, seed, programme_code]);
    await client.query(ASSIGN, [id, programme_code]);
    await client.query(FORGET, [id]);
  }

  private async locked(client: PoolClient, id: string): Promise<Row> {
    if (!isId(id)) throw unknownWave();
    const { rows } = await client.query<Row>('select * from wave where id = $1 for update', [id]);
    return one(rows);
  }
}

async function view(db: Queryable, row: Row): Promise<WaveView> {
  const { rows } = await db.query<{ verdict: ReportRow['verdict']; reason: string | null; count: number }>(
    `select verdict, case verdict when 'refused' then reason end as reason, count(*)::int as count
     from wave_row where wave_id = $1 group by 1, 2`,
    [row.id],
  );
  const of = (verdict: ReportRow['verdict']) => rows.find((each) => each.verdict === verdict)?.count ?? 0;
  const refused = rows.filter(({ verdict }) => verdict === 'refused');
  return {
    id: row.id,
    programme: { code: row.programme_code, version: row.programme_version },
    state: row.state,
    createdAt: row.created_at.toISOString(),
    rows: {
      total: rows.reduce((sum, { count }) => sum + count, 0),
      toInvite: of('to-invite'),
      heldOut: of('held-out'),
      invited: of('invited'),
      refused: Object.fromEntries(refused.map(({ reason, count }) => [reason ?? 'unknown', count])),
    },
  };
}

function one(rows: readonly Row[]): Row {
  if (!rows[0]) throw unknownWave();
  return rows[0];
}

function unknownWave(): Problem {
  return notFound('wave-unknown', 'There is no wave with this id.');
}

function unpublished(): Problem {
  const detail = 'There is no published version of this programme: publish one, or correct the code.';
  return invalidRequest([{ pointer: '/programme', code: 'programme-unknown', detail }]);
}
