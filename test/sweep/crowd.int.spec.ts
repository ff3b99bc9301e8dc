import { describe, expect, it } from '@jest/globals';
import { DUE } from '../../activities/sweep/pages.js';
import { createDatabase } from '../support/database.js';
import { fill, pass, sweepingOn } from './crowd.js';

const { pool } = await createDatabase();
const COUNT = 200_000;
await fill(pool, { count: COUNT, oneInToWarn: 100, oneInToDrop: 200 });
const { sweeping } = sweepingOn(pool);

async function count(sql: string): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(`select count(*)::int as n from ${sql}`);
  return rows[0]?.n ?? NaN;
}

describe('a sweep over 200,000 participations', () => {
  it('finds who is due by the index alone, however many are not', async () => {
    const { rows } = await pool.query<{ 'QUERY PLAN': string }>(
      `explain ${DUE.replace('$1', 'now()')
        .replace('$2', `'1970-01-01'`)
        .replace('$3', `'${'0'.repeat(32)}'`)
        .replace('$4', '500')}`,
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toMatch(/using participation_sweep/);
    expect(plan).not.toMatch(/Seq Scan|Sort/);
  });

  it('warns everybody overdue exactly once, also when two sweep at once', async () => {
    const swept = await Promise.all([pass(sweeping, 'warn'), pass(sweeping, 'warn')]);
    expect(swept[0].found + swept[1].found).toBe(COUNT / 100);
    expect(await count('warning')).toBe(COUNT / 100);
    expect(await count('participation where warned_for = last_visit_at and warned_at > last_visit_at')).toBe(
      COUNT / 100 + COUNT / 200,
    );
    expect(await pass(sweeping, 'warn')).toMatchObject({ found: 0 });
  });

  it('proposes every drop exactly once, also when two sweep at once', async () => {
    expect(await sweeping.weigh()).toEqual({ drops: COUNT / 200, open: COUNT, tooMany: false });
    const swept = await Promise.all([pass(sweeping, 'proposeDrops'), pass(sweeping, 'proposeDrops')]);
    expect(swept[0].found + swept[1].found).toBe(COUNT / 200);
    expect(swept[0].pages).toBe(COUNT / 200 / 500 + 1);
    expect(await count('event')).toBe(COUNT / 200);
    expect(
      await count(
        `(select distinct participation_id from delivery d join event e on e.seq = d.event_seq
          where type = 'participation.went-inactive' and status = 'pending') proposed`,
      ),
    ).toBe(COUNT / 200);
    expect(await pass(sweeping, 'proposeDrops')).toMatchObject({ found: 0 });
  });

  it('is weighed although it cannot be counted in time, by an estimate', async () => {
    await pool.query('analyze participation');
    const { sweeping: hasty, alarms } = sweepingOn(pool, 0.05, 0);
    const { drops, open, tooMany } = await hasty.weigh();
    expect({ drops, tooMany }).toEqual({ drops: COUNT / 200, tooMany: false });
    expect(open / COUNT).toBeCloseTo(1, 1);
    const strict = sweepingOn(pool, 0.001, 0);
    expect(await strict.sweeping.weigh()).toMatchObject({ tooMany: true });
    expect([alarms(), strict.alarms()]).toEqual([0, 1]);
  });

  it('is weighed by statements each of which reads no more than a page of it', async () => {
    const asked: string[] = [];
    const watched = { query: (q: { text?: string }) => (asked.push(q.text ?? ''), pool.query(q as never)) };
    await sweepingOn(watched as never).sweeping.weigh();
    const counting = asked.filter((text) => text.includes('from participation'));
    expect(counting.length).toBeGreaterThan(COUNT / 20_000);
    expect(counting.filter((text) => !/limit \d+/.test(text))).toEqual([]);
  });

  it('puts somebody who goes on visiting off for three weeks', async () => {
    await pool.query(
      `update participation set last_visit_at = date_trunc('second', now()), sweep_at = now() - interval '1 minute'
       where id in (select id from participation where sweep_at > now() limit 700)`,
    );
    expect(await pass(sweeping, 'warn')).toMatchObject({ found: 0 });
    expect(await count(`participation where sweep_at = last_visit_at + interval '21 days'`)).toBeGreaterThan(
      699,
    );
    expect(await count(`participation where sweep_at <= now()`)).toBe(COUNT / 200);
  });
});
