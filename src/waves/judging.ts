import type { PoolClient } from 'pg';
import { longStatement } from '../database/long-statement.js';
import type { Definition } from '../domain/definition.js';
import { channelsOf } from '../domain/messages/policy.js';
import { holdoutShareOf } from '../domain/waves/holdout.js';
import { nobodyComesIn, programmeBusy } from './draw-lock.js';
import { giveBack } from './give-back.js';
import { ASSIGN, CAME_IN, DRAW } from './holdout.sql.js';
import { FORGET, JUDGE } from './judge.sql.js';
import type { StoredWave } from './stored-wave.js';

/** So often a draw is repeated when somebody of it was invited meanwhile. */
const MOST_ROUNDS = 5;

/**
 * Judges the rows of a list that is in, and draws its holdout. From then on until the transaction ends, moments away, nobody is invited to
 * its programme. Throws Problem (503).
 */
export async function judge(
  client: PoolClient,
  { id, programme_code, seed }: StoredWave,
  definition: Definition,
): Promise<void> {
  const share = holdoutShareOf(definition);
  await longStatement(client, 'analyze wave_row, wave_contact');
  await giveBack(client, { id, programme_code });
  const values = [id, programme_code];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    await client.query('savepoint undrawn');
    await longStatement(client, JUDGE, [...values, definition.excludes ?? [], channelsOf(definition)]);
    await longStatement(client, DRAW, [id, share, seed, programme_code]);
    await longStatement(client, ASSIGN, values);
    await longStatement(client, FORGET, [id]);
    await nobodyComesIn(client, programme_code);
    if ((await longStatement(client, CAME_IN, values)).length === 0) return;
    // lets everybody in again before it begins anew
    await client.query('rollback to savepoint undrawn');
  }
  throw programmeBusy();
}
