import type { PoolClient } from 'pg';
import { erasedAmong } from '../../prisma/erased.js';
import { addressHash } from '../../prisma/opt-outs.js';
import type { Channel } from '../domain/messages/kinds.js';
import { listTooLong } from './list-lines.js';
import { type ListRow, readRow } from './list-row.js';
import { type ListFormat, listRows } from './list-stream.js';
import type { Refusal } from './refusals.js';

const AT_A_TIME = 1_000;
export const MOST_ROWS = 2_000_000;

/** A row as it is written, with its addresses beside it. */
interface Written {
  readonly n: number;
  readonly customer_id?: string | undefined;
  readonly reason?: Refusal;
  readonly language?: string;
  readonly account_id?: string | undefined;
  readonly bucket_id?: string | undefined;
  readonly reached?: ListRow['reached'];
  readonly mobile?: ListRow['mobile'] | undefined;
  readonly mobile_hash?: string | undefined;
  readonly email?: ListRow['email'] | undefined;
  readonly email_hash?: string | undefined;
}

const WRITE = `
with listed as materialized (
  select * from jsonb_to_recordset($2::jsonb) as l(n int, customer_id text, reason text, language text, account_id text,
    bucket_id text, reached jsonb, mobile jsonb, mobile_hash text, email jsonb, email_hash text)
), written as (
  insert into wave_row (wave_id, n, customer_id, verdict, reason, language, account_id, bucket_id, reached)
  select $1, n, customer_id, case when reason is null then 'to-invite' else 'refused' end, reason, language, account_id,
    bucket_id, reached
  from listed
  returning n
)
insert into wave_contact (wave_id, n, mobile, mobile_hash, email, email_hash)
select $1, l.n, l.mobile, l.mobile_hash, l.email, l.email_hash from listed l join written w on w.n = l.n
where l.reason is null`;

/** What a list is for. */
export interface ListFor {
  readonly wave: string;
  readonly programme: string;
  /** By which the programme writes; other addresses are of no use to it, and not kept. */
  readonly channels: readonly Channel[];
  readonly hashKey: string;
}

/** Writes a list row by row as it comes in, each judged for itself; memory stays flat however long it is. Throws Problem (400, 413), and what `source` throws. */
export async function writeRows(
  client: PoolClient,
  { wave, programme, channels, hashKey }: ListFor,
  source: AsyncIterable<Buffer>,
  format: ListFormat,
): Promise<void> {
  let batch: Written[] = [];
  const flush = async () => {
    if (batch.length === 0) return;
    const rows = await withoutErased(client, hashKey, programme, batch);
    await client.query({ name: 'write-list', text: WRITE, values: [wave, JSON.stringify(rows)] });
    batch = [];
  };
  for await (const { n, cells } of listRows(source, format)) {
    if (n > MOST_ROWS) throw listTooLong();
    batch.push(
      cells
        ? written(n, hashKey, readRow(cells, { channels, now: Date.now() }))
        : { n, reason: 'malformed-row' },
    );
    if (batch.length === AT_A_TIME) await flush();
  }
  await flush();
}

/** Of customers who were erased, or have asked for it, nothing is kept but that this row was refused. */
async function withoutErased(
  client: PoolClient,
  hashKey: string,
  programme: string,
  batch: readonly Written[],
): Promise<readonly Written[]> {
  const customers = batch.flatMap(({ customer_id: id }) => (id === undefined ? [] : [id]));
  const erased = await erasedAmong(client, hashKey, programme, customers);
  if (erased.size === 0) return batch;
  return batch.map((row) => {
    const reason = row.customer_id === undefined ? undefined : erased.get(row.customer_id);
    return reason ? { n: row.n, reason } : row;
  });
}

function written(n: number, hashKey: string, read: ReturnType<typeof readRow>): Written {
  if (!read.ok) return { n, customer_id: read.customerId, reason: read.reason };
  const { customerId, language, account, reached, mobile, email } = read.row;
  return {
    n,
    customer_id: customerId,
    language,
    account_id: account?.id,
    bucket_id: account?.bucketId,
    reached,
    mobile,
    mobile_hash: mobile && addressHash(hashKey, 'sms', mobile.value),
    email,
    email_hash: email && addressHash(hashKey, 'email', email.value),
  };
}
