import pg, { type PoolClient } from 'pg';
import { Problem } from '../problems/problem.js';
import { NOBODY_COMES_IN } from './holdout.sql.js';

/** Whoever is invited behind a draw that waits has to wait as long: it steps aside after each second. */
const ONE_TRY = '1s';
/** Longer than any transaction is let be that invites somebody. */
const MOST_TRIES = 20;
const LOCK_NOT_AVAILABLE = '55P03';

/** Waits for everybody who is being invited to this programme just now; until the transaction ends nobody else is. Throws Problem (503). */
export async function nobodyComesIn(client: PoolClient, programme: string): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    await client.query('savepoint stepping_aside');
    await client.query(`set local lock_timeout = '${ONE_TRY}'`);
    try {
      await client.query(NOBODY_COMES_IN, [programme]);
      await client.query('set local lock_timeout to default');
      return;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || error.code !== LOCK_NOT_AVAILABLE) throw error;
      await client.query('rollback to savepoint stepping_aside');
    }
  }
  throw programmeBusy();
}

/** When a list cannot be decided for all those who are invited singly meanwhile. */
export function programmeBusy(): Problem {
  const detail =
    'Customers are being invited to this programme without a pause, so that its holdout cannot be drawn: send the list again later.';
  return new Problem(503, 'programme-busy', detail, { headers: { 'retry-after': '60' } });
}
