import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '../../prisma/transaction.js';
import type { Sweeping } from '../../workflows/contract/sweep.js';
import type { Programmes } from '../../prisma/programmes.js';
import { Runs } from '../../prisma/runs.js';
import { type Drop, propose } from './drops.js';
import { look } from './look.js';
import type { TakeIn } from './own-events.js';
import { duePage } from './pages.js';
import { lockRows, readRows, type SweptRow } from './swept-row.js';
import { type Limit, weigh } from './weigh.js';
import { type Looked, writeLooks } from './write-looks.js';

/** What carries the sweep out. */
export interface Means {
  readonly pool: Pool;
  readonly programmes: Programmes;
  readonly takeIn: TakeIn;
}

/** Sweeps PostgreSQL page by page. Any number of sweeps may run at once. */
export function createSweeping(means: Means, limit: Limit): Sweeping {
  const { pool } = means;
  const runs = new Runs(pool);
  return {
    async warn(after) {
      const { ids, until, next } = await duePage(pool, after);
      return { found: await warnDue(means, ids, until), ...(next && { next }) };
    },
    weigh: () => weigh(pool, limit),
    async proposeDrops(after) {
      const { ids, next } = await duePage(pool, after);
      const found = await proposeDue(means, ids);
      if (!next) await runs.completed('sweep');
      return { found, ...(next && { next }) };
    },
  };
}

/** The sweep for one participation, which knows no limit. */
export async function lookAfter(means: Means, participation: string): Promise<void> {
  const [row] = await readRows(means.pool, [participation]);
  if (!row) return;
  await warnDue(means, [participation], new Date(row.now - row.clockOffset));
  await proposeDue(means, [participation]);
}

async function warnDue(means: Means, ids: readonly string[], until: Date): Promise<number> {
  if (ids.length === 0) return 0;
  return inTransaction(means.pool, async (client) => {
    const looked = await lookAt(client, means, await lockRows(client, ids, until));
    await writeLooks(client, looked);
    return looked.filter((each) => each.look.what === 'warn').length;
  });
}

async function proposeDue(means: Means, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const looked = await lookAt(means.pool, means, await readRows(means.pool, ids));
  const drops = looked.flatMap(({ row, look }): Drop[] =>
    look.what === 'drop' ? [{ row, breach: look.breach }] : [],
  );
  return drops.length === 0 ? 0 : propose(means.pool, means.takeIn, drops);
}

/** One programme after the other, as a connection answers one question at a time; each is read once. */
async function lookAt(
  db: Pool | PoolClient,
  { programmes }: Means,
  rows: readonly SweptRow[],
): Promise<readonly Looked[]> {
  const looked: Looked[] = [];
  for (const row of rows) {
    const { code, version } = row.programme;
    looked.push({ row, look: look(row, (await programmes(code, version, db)).terms) });
  }
  return looked;
}
