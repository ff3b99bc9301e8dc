import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '../../prisma/transaction.js';
import type { Clock } from '../../workflows/contract/fast-forward.js';
import type { Programmes } from '../../prisma/programmes.js';
import { UnknownParticipationError } from '../steps/locked-row.js';

/** Where this row's clock stands, and how far it may be moved at once: no warning may be jumped over. Throws UnknownParticipationError. */
export async function readRowClock(
  pool: Pool,
  programmes: Programmes,
  participation: string,
): Promise<Clock> {
  const { rows } = await pool.query<{ offset: string; code: string; version: number }>(
    `select clock_offset as offset, programme_code as code, programme_version as version
     from participation where id = $1`,
    [participation],
  );
  if (!rows[0]) throw new UnknownParticipationError();
  const { visits } = (await programmes(rows[0].code, rows[0].version, pool)).terms;
  return { offset: Number(rows[0].offset), ...(visits && { longestHop: visits.warnAfter }) };
}

/** Moves this row's clock up to `offset`, and the next look of the sweep and what is to be told by as much; never back. Throws UnknownParticipationError. */
export async function moveRowClock(pool: Pool, participation: string, offset: number): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { by, sweepAt } = await lock(client, participation, offset);
    if (by <= 0) return;
    await client.query('update participation set clock_offset = $2, sweep_at = $3 where id = $1', [
      participation,
      offset,
      sweepAt && new Date(sweepAt.getTime() - by),
    ]);
    await client.query(
      `update message set due_at = due_at - $2::float8 * interval '1 millisecond'
       where participation_id = $1 and state = 'pending'`,
      [participation, by],
    );
  });
}

async function lock(client: PoolClient, participation: string, offset: number) {
  const { rows } = await client.query<{ clock_offset: string; sweep_at: Date | null }>(
    'select clock_offset, sweep_at from participation where id = $1 for no key update',
    [participation],
  );
  if (!rows[0]) throw new UnknownParticipationError();
  return { by: offset - Number(rows[0].clock_offset), sweepAt: rows[0].sweep_at };
}
