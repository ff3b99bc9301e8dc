import type { PoolClient } from 'pg';
import { longStatement } from '../database/long-statement.js';
import { HAND_OVER, ONE_BY_ONE, RELEASE } from './holdout.sql.js';
import type { StoredWave } from './stored-wave.js';

/**
 * Gives the customers back whom a wave that nobody heard of has drawn, but for those whom another wave has on its list, too: they stay in
 * their arm, with that one. Until the transaction ends nobody else draws for this programme.
 */
export async function giveBack(
  client: PoolClient,
  { id, programme_code }: Pick<StoredWave, 'id' | 'programme_code'>,
): Promise<void> {
  await longStatement(client, ONE_BY_ONE, [programme_code]);
  await longStatement(client, HAND_OVER, [id]);
  await longStatement(client, RELEASE, [id]);
}
