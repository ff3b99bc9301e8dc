import type { Pool } from 'pg';
import { inTransaction } from '../../prisma/transaction.js';
import type { DueMessage } from './due-messages.js';

/**
 * Counts this message as advertising from now on (wall clock), unless its customer has had `most` within the `within` milliseconds
 * before, over all programmes; answers whether it did. Senders that ask for one customer at once wait for each other.
 */
export async function countAsAdvertising(
  pool: Pool,
  { id, participation, claims }: DueMessage,
  { most, within }: { readonly most: number; readonly within: number },
): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    await client.query(
      `select pg_advisory_xact_lock(hashtextextended('advertising ' || customer_id, 0)) from participation where id = $1`,
      [participation],
    );
    const { rowCount } = await client.query(
      `update message set advertised_at = clock_timestamp() where id = $1 and claims = $5 and $3 > (
         select count(*) from participation p join participation q on q.customer_id = p.customer_id
         join message a on a.participation_id = q.id
         where p.id = $4 and a.id <> $1 and a.advertised_at > clock_timestamp() - $2::float8 * interval '1 millisecond'
       )`,
      [id, within, most, participation, claims],
    );
    return rowCount === 1;
  });
}
