import type { PoolClient } from 'pg';
import { spellingsOf } from '../src/domain/opaque-id.js';
import { keyedHash } from './keyed-hash.js';

/** Why somebody is not invited: erased, or drawn for the holdout and erased since; the draw outlives the data. */
export type ErasedAs = 'erased' | 'held-out';

/** The keyed hash (128 bits of HMAC-SHA-256, base64url) that stands for a customer in a programme, in all its versions, after both have been erased. */
export function customerHash(key: string, programme: string, customerId: string): string {
  return keyedHash(key, 'customer', `${programme}\n${customerId}`).slice(0, 22);
}

/** Every hash that this customer may have left: ids were once kept as they came, in whichever form of Unicode. */
export function customerHashes(key: string, programme: string, customerId: string): readonly string[] {
  return spellingsOf(customerId).map((spelling) => customerHash(key, programme, spelling));
}

/**
 * Those of these customers who are not invited to this programme because they were erased, or have asked for it. Customers as
 * the caller knows them; the hashes are made here, so that the key stays out of the database.
 */
export async function erasedAmong(
  db: Pick<PoolClient, 'query'>,
  key: string,
  programme: string,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, ErasedAs>> {
  const spelt = customerIds.flatMap((id) => spellingsOf(id).map((spelling) => [spelling, id] as const));
  const bySpelling = new Map(spelt);
  const byHash = new Map(spelt.map(([spelling, id]) => [customerHash(key, programme, spelling), id]));
  const { rows } = await db.query<{ hash: string | null; customer_id: string | null; held_out: boolean }>({
    name: 'erased-among',
    text: `select hash, null as customer_id, held_out from erased where hash = any ($1)
      union all select null, customer_id, false from erasure where customer_id = any ($2)`,
    values: [[...byHash.keys()], [...bySpelling.keys()]],
  });
  return new Map(
    rows.map(({ hash, customer_id, held_out }) => [
      (customer_id === null ? byHash.get(hash ?? '') : bySpelling.get(customer_id)) ?? '',
      held_out ? 'held-out' : 'erased',
    ]),
  );
}
