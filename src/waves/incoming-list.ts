import type { Pool, PoolClient } from 'pg';
import { v7 as newId } from 'uuid';
import type { Queryable } from '../database/database.js';
import { longStatement } from '../database/long-statement.js';
import { Problem } from '../problems/problem.js';
import type { ReadListRow } from './list-rows.js';

/** So long a list counts as coming in since it was last heard of; a process that was killed is not heard of (docs/adr/0010). */
const LEASE = `interval '1 minute'`;

const BEAT = `update incoming_list set alive_until = now() + ${LEASE} where id = $1`;

/** Some rows of list $1, its batch $2; nothing where the list was lost. */
const PUT = `
with alive as (${BEAT} returning id)
insert into incoming_rows (list_id, batch, rows) select id, $2, $3::jsonb from alive`;

const LISTED = `
from incoming_rows i, jsonb_to_recordset(i.rows) as l(n int, customer_id text, reason text, hint text, language text, account_id text,
  bucket_id text, reached jsonb, mobile jsonb, mobile_hash text, mobile_trunk_hash text, email jsonb, email_hash text)
where i.list_id = $2 and i.batch between $3 and $4`;

/** So many batches are copied by one statement, so that none takes minutes. */
const COPIED_AT_ONCE = 100;

/** The rows of list $2 in these batches become those of wave $1. */
const COPY_ROWS = `
with copied as (
  insert into wave_row (wave_id, n, customer_id, verdict, reason, hint, language, account_id, bucket_id, reached)
  select $1, l.n, l.customer_id, case when l.reason is null then 'to-invite' else 'refused' end, l.reason, l.hint, l.language, l.account_id,
    l.bucket_id, l.reached
  ${LISTED} returning 1
)
select count(*)::int as count from copied`;

const COPY_CONTACTS = `
insert into wave_contact (wave_id, n, mobile, mobile_hash, mobile_trunk_hash, email, email_hash)
select $1, l.n, l.mobile, l.mobile_hash, l.mobile_trunk_hash, l.email, l.email_hash ${LISTED} and l.reason is null`;

/** A list on its way into a wave: its rows are kept aside, each batch committed by itself, until all of them are there. */
export class IncomingList {
  private batches = 0;
  private rows = 0;

  private constructor(
    private readonly pool: Pool,
    private readonly id: string,
    readonly wave: string,
  ) {}

  /** To be begun while the wave is locked, and no other list is coming in for it; what was lost of one goes. */
  static async begin(client: PoolClient, pool: Pool, wave: string): Promise<IncomingList> {
    await client.query('delete from incoming_list where wave_id = $1', [wave]);
    const id = newId();
    await client.query(
      `insert into incoming_list (id, wave_id, alive_until) values ($1, $2, now() + ${LEASE})`,
      [id, wave],
    );
    return new IncomingList(pool, id, wave);
  }

  /** Throws Problem (503) where the list was given up, as it was not heard of for too long. */
  async put(rows: readonly ReadListRow[]): Promise<void> {
    const values = [this.id, (this.batches += 1), JSON.stringify(rows)];
    const { rowCount } = await this.pool.query({ name: 'put-list', text: PUT, values });
    if (rowCount !== 1) throw lost();
    this.rows += rows.length;
  }

  /** Lets it be heard of every so often, however slowly it comes, until what is returned is called. */
  keepAlive(everyMs: number): () => void {
    // one that fails is made up for by the next; where all of them do, the list is lost and says so
    const beat = () => void this.pool.query(BEAT, [this.id]).catch(() => undefined);
    const timer = setInterval(beat, everyMs);
    return () => clearInterval(timer);
  }

  /** Makes its rows the wave's, in a transaction that `end` ends. Throws Problem (503). */
  async copy(client: PoolClient): Promise<void> {
    let copied = 0;
    for (let first = 1; first <= this.batches; first += COPIED_AT_ONCE) {
      const values = [this.wave, this.id, first, first + COPIED_AT_ONCE - 1];
      const [rows] = await longStatement<{ count: number }>(client, COPY_ROWS, values);
      copied += rows?.count ?? 0;
      await longStatement(client, COPY_CONTACTS, values);
    }
    if (copied !== this.rows) throw lost();
  }

  /** Nothing of it is kept aside any more. Throws Problem (503) where it was given up meanwhile. */
  async end(client: PoolClient): Promise<void> {
    if (!(await forget(client, this.id))) throw lost();
  }

  /** Nothing of it is kept at all. Never rejects: what remains is forgotten as soon as it has not been heard of for too long. */
  async giveUp(): Promise<void> {
    await forget(this.pool, this.id).catch(() => undefined);
  }
}

/** Whether a list is coming in for this wave. */
export async function isListComingIn(db: Queryable, wave: string): Promise<boolean> {
  const { rowCount } = await db.query(
    'select from incoming_list where wave_id = $1 and alive_until > clock_timestamp()',
    [wave],
  );
  return rowCount !== 0;
}

/** Forgets the lists whose process has died, or cannot reach PostgreSQL; answers how many. */
export async function forgetLostLists(pool: Pool): Promise<number> {
  const { rowCount } = await pool.query(
    `delete from incoming_list where id in (
       select id from incoming_list where alive_until <= clock_timestamp() for update skip locked
     )`,
  );
  return rowCount ?? 0;
}

async function forget(db: Queryable, id: string): Promise<boolean> {
  const { rowCount } = await db.query('delete from incoming_list where id = $1', [id]);
  return rowCount === 1;
}

function lost(): Problem {
  const detail = 'PostgreSQL was away while the list came in, so nothing of it was kept: send it again.';
  return new Problem(503, 'storage-unavailable', detail, { headers: { 'retry-after': '5' } });
}
