import type { PoolClient } from 'pg';
import type { Outcome } from '../../src/domain/decide.js';
import type { StepProposal } from '../../workflows/contract/participation.js';

/** Whether the inbox holds an event for this participation that neither has an outcome nor gets one now (R16). */
export async function hasUndelivered(
  client: PoolClient,
  participation: string,
  outcomes: readonly Outcome[],
): Promise<boolean> {
  const { rows } = await client.query<{ undelivered: boolean }>(
    `select exists (
       select from delivery where participation_id = $1 and status = 'pending' and id <> all ($2::bigint[])
     ) as undelivered`,
    [participation, outcomes.map(({ delivery }) => delivery)],
  );
  return rows[0]?.undelivered ?? false;
}

/** Shows what the participation waits for; the relay is asked to bring it at once. */
export async function writeWaiting(
  client: PoolClient,
  { participation, asksAgain }: StepProposal,
): Promise<void> {
  await client.query(`update participation set next_due_what = $2, next_due_at = $3 where id = $1`, [
    participation,
    asksAgain.what,
    new Date(asksAgain.at),
  ]);
}
