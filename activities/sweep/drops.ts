import type { Pool } from 'pg';
import type { Breach } from '../../src/domain/visits.js';
import { OWN_SOURCE } from '../../src/domain/commands.js';
import type { OwnEvent, TakeIn } from './own-events.js';
import type { SweptRow } from './swept-row.js';

/** A participation whose visit rule was broken for long enough after a warning. */
export interface Drop {
  readonly row: SweptRow;
  readonly breach: Breach;
}

/**
 * Puts a proposal for each drop into the inbox; recording judges it by the visits of that moment. Its id makes it once
 * for each gap. One that was refused although the gap is still open, as by a workflow whose clock was behind, is made
 * again, at most once an hour. Answers how many are new.
 */
export async function propose(pool: Pool, takeIn: TakeIn, drops: readonly Drop[]): Promise<number> {
  const first = await takenIn(takeIn, drops, idOf);
  const known = drops.filter((drop) => !first.includes(drop));
  if (known.length === 0) return first.length;
  const refused = await refusedAmong(pool, known.map(idOf));
  const again = await takenIn(
    takeIn,
    known.filter((drop) => refused.has(idOf(drop))),
    (drop) => `${idOf(drop)}:${new Date().toISOString().slice(0, 13)}`,
  );
  return first.length + again.length;
}

async function takenIn(
  takeIn: TakeIn,
  drops: readonly Drop[],
  id: (drop: Drop) => string,
): Promise<readonly Drop[]> {
  const verdicts = await takeIn(drops.map((drop) => wentInactive(drop, id(drop))));
  return drops.filter((_, i) => verdicts[i] === 'accepted');
}

function idOf({ row, breach }: Drop): string {
  return `${row.id}:${new Date(breach.lastVisitAt).toISOString()}`;
}

function wentInactive({ row, breach }: Drop, id: string): OwnEvent {
  const lastVisitAt = new Date(breach.lastVisitAt).toISOString();
  return {
    source: OWN_SOURCE,
    id,
    type: 'participation.went-inactive',
    time: new Date(breach.breachAt).toISOString(),
    subject: row.customerId,
    data: { participationId: row.id, lastVisitAt },
    participationId: row.id,
  };
}

async function refusedAmong(pool: Pool, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ id: string }>(
    `select e.id from event e join delivery d on d.event_seq = e.seq
     where e.source = $1 and e.id = any ($2) and d.status = 'ignored' and d.code = 'not-warned'`,
    [OWN_SOURCE, ids],
  );
  return new Set(rows.map(({ id }) => id));
}
