import type { PoolClient } from 'pg';
import type { Outcome } from '../../src/domain/decide.js';
import type { StepProposal } from '../../workflows/contract/participation.js';

/**
 * Whether the inbox holds an event for this participation that neither has an outcome nor gets one now (R16). The
 * invitation is not asked about: a workflow that records a step has been started, whether or not that is written yet.
 */
export async function hasUndelivered(
  client: PoolClient,
  participation: string,
  outcomes: readonly Outcome[],
): Promise<boolean> {
  const { rows } = await client.query<{ undelivered: boolean }>(
    `select exists (
       select from delivery d join event e on e.seq = d.event_seq
       where d.participation_id = $1 and d.status = 'pending' and d.id <> all ($2::bigint[])
         and e.type <> 'participation.invited'
     ) as undelivered`,
    [participation, outcomes.map(({ delivery }) => delivery)],
  );
  return rows[0]?.undelivered ?? false;
}

/** Shows what the participation waits for, until the next step says otherwise. */
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
