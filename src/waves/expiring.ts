import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '../../prisma/transaction.js';
import { longStatement } from '../database/long-statement.js';
import type { Instant } from '../domain/terms.js';
import { giveBack } from './give-back.js';
import { FORGET_ALL } from './judge.sql.js';
import type { StoredWave } from './stored-wave.js';

/** So long a list is kept that nobody sends: what is on it is personal, and its customers are nobody else's meanwhile. */
export const LISTS_KEPT_MS = 30 * 24 * 3_600_000;

/** The list of this wave is kept from `now` on, unless it is sent or another takes its place. */
export async function keepList(client: PoolClient, wave: string, now: Instant = Date.now()): Promise<void> {
  await client.query('update wave set expires_at = $2 where id = $1', [wave, new Date(now + LISTS_KEPT_MS)]);
}

/** Skipped is a wave whose list somebody puts anew, or that is being sent or cancelled at this moment. */
const EXPIRED = `
select id, programme_code from wave where state = 'checked' and expires_at <= $1
and not exists (select from incoming_list i where i.wave_id = wave.id)
order by expires_at limit 1 for no key update skip locked`;

/** Cancels the wave whose list should have been sent the longest ago, as if somebody had; answers whether there was one. */
export async function expireWave(pool: Pool, now: Instant = Date.now()): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<Pick<StoredWave, 'id' | 'programme_code'>>(EXPIRED, [new Date(now)]);
    const [wave] = rows;
    if (!wave) return false;
    await giveBack(client, wave);
    await longStatement(client, FORGET_ALL, [wave.id]);
    await client.query(`update wave set state = 'cancelled' where id = $1`, [wave.id]);
    return true;
  });
}
