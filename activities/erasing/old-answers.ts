import type { Pool } from 'pg';

/** So long a creating call can be repeated under its Idempotency-Key; its answer holds a customerId, so it is not kept for ever. */
export const ANSWERS_KEPT_MS = 30 * 24 * 3_600_000;
const AT_ONCE = 1_000;

/** Forgets some of the answers that are older than that; answers how many. */
export async function forgetOldAnswers(pool: Pool, now = Date.now()): Promise<number> {
  const { rowCount } = await pool.query(
    `delete from idempotency_key where (client, key) in (
       select client, key from idempotency_key where created_at < $1 order by created_at limit $2 for update skip locked
     )`,
    [new Date(now - ANSWERS_KEPT_MS), AT_ONCE],
  );
  return rowCount ?? 0;
}
