import { erasedAmong } from '../../prisma/erased.js';
import { addressHash } from '../../prisma/opt-outs.js';
import type { Queryable } from '../database/database.js';
import type { Channel } from '../domain/messages/kinds.js';
import { trunkSpelling } from '../reading/mobile.js';
import { listTooLong } from './list-lines.js';
import { type ListRow, readRow } from './list-row.js';
import { type ListFormat, listRows } from './list-stream.js';
import type { Hint, Refusal } from './refusals.js';

const AT_A_TIME = 1_000;
export const MOST_ROWS = 2_000_000;

/** A row as it is kept aside, read and judged for itself, with its addresses. */
export interface ReadListRow {
  readonly n: number;
  readonly customer_id?: string | undefined;
  readonly reason?: Refusal;
  readonly hint?: Hint | undefined;
  readonly language?: string;
  readonly account_id?: string | undefined;
  readonly bucket_id?: string | undefined;
  readonly reached?: ListRow['reached'];
  readonly mobile?: ListRow['mobile'] | undefined;
  readonly mobile_hash?: string | undefined;
  readonly mobile_trunk_hash?: string | undefined;
  readonly email?: ListRow['email'] | undefined;
  readonly email_hash?: string | undefined;
}

/** What a list is for. */
export interface ListFor {
  readonly programme: string;
  /** By which the programme writes; other addresses are of no use to it, and not kept. */
  readonly channels: readonly Channel[];
  readonly hashKey: string;
}

/**
 * Reads a list row by row as it comes in, each judged for itself, and hands them on some at a time; memory stays flat however long it is.
 * Throws Problem (400, 413), and what `source` and `put` throw.
 */
export async function readList(
  db: Queryable,
  { programme, channels, hashKey }: ListFor,
  source: AsyncIterable<Buffer>,
  format: ListFormat,
  put: (rows: readonly ReadListRow[]) => Promise<void>,
): Promise<void> {
  let batch: ReadListRow[] = [];
  const flush = async () => {
    if (batch.length > 0) await put(await withoutErased(db, hashKey, programme, batch));
    batch = [];
  };
  for await (const { n, cells } of listRows(source, format)) {
    if (n > MOST_ROWS) throw listTooLong();
    batch.push(
      cells
        ? readListRow(n, hashKey, readRow(cells, { channels, now: Date.now() }))
        : { n, reason: 'malformed-row' },
    );
    if (batch.length === AT_A_TIME) await flush();
  }
  await flush();
}

/** Of customers who were erased, or have asked for it, nothing is kept but that this row was refused. */
async function withoutErased(
  db: Queryable,
  hashKey: string,
  programme: string,
  batch: readonly ReadListRow[],
): Promise<readonly ReadListRow[]> {
  const customers = batch.flatMap(({ customer_id: id }) => (id === undefined ? [] : [id]));
  const erased = await erasedAmong(db, hashKey, programme, customers);
  if (erased.size === 0) return batch;
  return batch.map((row) => {
    const reason = row.customer_id === undefined ? undefined : erased.get(row.customer_id);
    return reason ? { n: row.n, reason } : row;
  });
}

function readListRow(n: number, hashKey: string, read: ReturnType<typeof readRow>): ReadListRow {
  if (!read.ok) return { n, customer_id: read.customerId, reason: read.reason, hint: read.hint };
  const { customerId, language, account, reached, mobile, email } = read.row;
  const inTrunkSpelling = mobile && trunkSpelling(mobile.value);
  return {
    n,
    customer_id: customerId,
    language,
    account_id: account?.id,
    bucket_id: account?.bucketId,
    reached,
    mobile,
    mobile_hash: mobile && addressHash(hashKey, 'sms', mobile.value),
    mobile_trunk_hash: inTrunkSpelling && addressHash(hashKey, 'sms', inTrunkSpelling),
    email,
    email_hash: email && addressHash(hashKey, 'email', email.value),
  };
}
