import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { type Attempt, beginAttempt, standingOf, writeOutcome } from '../../activities/grants/grant-row.js';
import { relayMetrics } from '../../src/relay/relay-metrics.js';
import { until } from '../support/until.js';
import { CONTACT, startEnded } from './ended.js';
import { erase, letLookAgain, receipt, waitingForLocks } from './kit.js';

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

const PATTERNS = { accountPattern: '{customerId}', bucketPattern: '{customerId}' };

async function attempt(of: string): Promise<Attempt> {
  const next = await beginAttempt({ pool, patterns: PATTERNS, longestMs: 1_000 }, of, 1_000);
  if (!next) throw new Error('there is no attempt');
  return next;
}

/** What becomes of this while the erasure of a customer has been written and nobody sees that yet, and of the erasure. */
async function whileErased<T>(customerId: string, happens: () => Promise<T>) {
  const erasure = await erase(api, customerId);
  await letLookAgain(pool);
  await pool.query('update erasure set due_at = now() where id = $1', [erasure.id]);
  const between = await pool.connect();
  await between.query('begin; lock table erasure in share mode');
  const round = eraser.round();
  await until(async () => (await waitingForLocks(pool, 'update erasure set state%')) === 1 || undefined);
  let over = false;
  const happened = happens().finally(() => (over = true));
  await until(async () => over || (await waitingForLocks(pool)) === 2 || undefined);
  await between.query('rollback');
  between.release();
  await round;
  const answer = await happened;
  return { answer, erasure: await receipt(api, erasure) };
}

describe('a credit that is under way when its customer is erased', () => {
  it('still counts when it comes, and is then no longer called unpaid', async () => {
    const { id, customerId } = await ended();
    const pending = await grant(id);
    const last = await attempt(pending);
    const erasure = await carriedOut(customerId);
    expect(erasure.unpaidGrants).toEqual([{ id: pending, code: 'registered', megabytes: 600 }]);
    await writeOutcome(pool, last, { state: 'credited', reference: 'leads-to-the-account' });
    expect(await receipt(api, erasure)).toMatchObject({ state: 'done', unpaidGrants: [] });
    const { rows } = await pool.query('select state, reference from "grant" where id = $1', [pending]);
    expect(rows).toEqual([{ state: 'credited', reference: null }]);
  });

  it('leads nowhere, and is told to nobody, also if it comes at that very instant', async () => {
    const { id, customerId } = await ended(CONTACT);
    const pending = await grant(id);
    const last = await attempt(pending);
    const { erasure } = await whileErased(customerId, () =>
      writeOutcome(pool, last, { state: 'credited', reference: 'leads-to-the-account' }),
    );
    expect(erasure).toMatchObject({ state: 'done', unpaidGrants: [] });
    const { rows } = await pool.query('select state, reference from "grant" where id = $1', [pending]);
    expect(rows).toEqual([{ state: 'credited', reference: null }]);
    const { rowCount: told } = await pool.query(
      `select from message where participation_id = $1 and kind = 'reward-credited'`,
      [id],
    );
    expect(told).toBe(0);
  });

  it('is not tried again by whoever asks for it at that very instant: it stays failed, and the receipt names it', async () => {
    const { id, customerId } = await ended();
    const failed = await grant(id, 'failed');
    const { answer, erasure } = await whileErased(customerId, () =>
      api.call<{ code: string }>('POST', `/v1/grants/${failed}/retry`),
    );
    expect(answer).toMatchObject({ status: 409, body: { code: 'erased' } });
    expect(erasure).toMatchObject({
      state: 'done',
      unpaidGrants: [{ id: failed, code: 'registered', megabytes: 600 }],
    });
    const { rows } = await pool.query('select state, reason, retries from "grant" where id = $1', [failed]);
    expect(rows).toEqual([{ state: 'failed', reason: 'erased', retries: 0 }]);
  });

  it('fails for good where it was left pending: nobody begins it again and again', async () => {
    const { id, customerId } = await ended();
    const failed = await grant(id, 'failed');
    const erasure = await carriedOut(customerId);
    await pool.query(`update "grant" set state = 'pending', reason = null where id = $1`, [failed]);
    expect(await standingOf(pool, failed)).toMatchObject({ state: 'failed' });
    const { rows } = await pool.query('select state, reason from "grant" where id = $1', [failed]);
    expect(rows).toEqual([{ state: 'failed', reason: 'erased' }]);
    expect((await receipt(api, erasure)).unpaidGrants).toHaveLength(1);
  });
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
