import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { nextAttempt, writeOutcome } from '../../activities/grants/grant-row.js';
import { relayMetrics } from '../../src/relay/relay-metrics.js';
import { startEnded } from './ended.js';
import { erase, letLookAgain, receipt } from './kit.js';

const { api, pool, eraser, ended, carriedOut } = await startEnded();

/** A grant of this participation's as its step leaves it. */
async function grant(participation: string, state = 'pending'): Promise<string> {
  const id = randomUUID();
  await pool.query(
    `insert into "grant" (id, participation_id, code, megabytes, state, attempts, step, earned_at) values ($1, $2, 'registered', 600, $3, 1, 1, now())`,
    [id, participation, state],
  );
  return id;
}

it('a credit that is under way when its customer is erased still counts when it comes, and is then no longer called unpaid', async () => {
  const { id, customerId } = await ended();
  const pending = await grant(id);
  const attempt = await nextAttempt(
    pool,
    { accountPattern: '{customerId}', bucketPattern: '{customerId}' },
    pending,
  );
  if (!attempt || !('topUp' in attempt)) throw new Error('there is no attempt');
  const erasure = await carriedOut(customerId);
  expect(erasure.unpaidGrants).toEqual([{ id: pending, code: 'registered', megabytes: 600 }]);
  await writeOutcome(pool, attempt, { state: 'credited', reference: 'leads-to-the-account' });
  expect(await receipt(api, erasure)).toMatchObject({ state: 'done', unpaidGrants: [] });
  const { rows } = await pool.query('select state, reference from "grant" where id = $1', [pending]);
  expect(rows).toEqual([{ state: 'credited', reference: null }]);
});

it('who is on call hears of an erasure that is overdue, and not of rewards that nobody can pay any more', async () => {
  const registry = new Registry();
  relayMetrics(registry, pool);
  const figure = async (name: string) =>
    Number(new RegExp(`^${name} (.*)$`, 'm').exec(await registry.metrics())?.[1]);
  const { id, customerId } = await ended();
  await grant(id, 'failed');
  expect(await figure('quietline_grants_failed')).toBe(1);
  const erasure = await erase(api, customerId);
  await pool.query(`update erasure set due_at = now() - interval '3 hours' where id = $1`, [erasure.id]);
  expect(await figure('quietline_erasures_overdue')).toBe(1);
  await letLookAgain(pool);
  await eraser.round();
  expect((await receipt(api, erasure)).unpaidGrants).toHaveLength(1);
  expect(await figure('quietline_erasures_overdue')).toBe(0);
  expect(await figure('quietline_grants_failed')).toBe(0);
});
