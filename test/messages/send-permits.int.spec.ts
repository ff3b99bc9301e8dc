import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SendPermits } from '../../activities/messages/send-permits.js';
import { windowOf } from '../../activities/permits/bucket.js';
import { SendRates } from '../../src/send-rates/send-rates.js';
import { createDatabase } from '../support/database.js';

const { pool } = await createDatabase();

beforeEach(() => pool.query('truncate send_bucket'));

async function rate(perSecond: number): Promise<void> {
  await pool.query(`update send_rate set per_second = $1 where channel = 'sms'`, [perSecond]);
}

describe('as time passes', () => {
  const BEGIN = Date.parse('2026-11-26T10:00:00Z');

  beforeEach(() => {
    // only what time it is; PostgreSQL answers as ever
    jest.useFakeTimers({
      now: BEGIN,
      doNotFake: [
        ...(['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate'] as const),
        ...(['clearImmediate', 'nextTick', 'queueMicrotask', 'performance', 'hrtime'] as const),
      ],
    });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** How many leave at each hundredth of these seconds, when two senders ask for as many as are `due` then. */
  async function leaving(seconds: number, due: (at: number) => number): Promise<readonly number[]> {
    const senders = [new SendPermits(pool), new SendPermits(pool)];
    const left: number[] = [];
    for (let at = 0; at < seconds * 1_000; at += 10) {
      jest.setSystemTime(BEGIN + at);
      let count = 0;
      while (count < due(at) && (await senders[count % 2]?.take('sms')) === 0) count += 1;
      left.push(count);
    }
    return left;
  }

  const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
  const mostInASecond = (left: readonly number[]) =>
    Math.max(...left.map((_, from) => sum(left.slice(from, from + 100))));

  it.each([
    [50, 55],
    [20, 22],
    [7, 8],
  ])('at %d a second never more than %d leave in a second, wherever it begins', async (perSecond, most) => {
    await rate(perSecond);
    const left = await leaving(3, () => Infinity);
    expect(mostInASecond(left)).toBeLessThanOrEqual(most);
    expect(sum(left)).toBeGreaterThanOrEqual(perSecond * 2.7);
  });

  it('what did not leave before is not made up for', async () => {
    await rate(50);
    const left = await leaving(2, (at) => (at === 0 ? 1 : at < 950 ? 0 : Infinity));
    expect(mostInASecond(left)).toBeLessThanOrEqual(55);
    expect(sum(left)).toBeGreaterThanOrEqual(50);
  });

  it('whoever has to wait hears how long, each behind those who asked before, whichever sender', async () => {
    await rate(50);
    const senders = [new SendPermits(pool), new SendPermits(pool), new SendPermits(pool)];
    const waits: (number | undefined)[] = [];
    for (let i = 0; i < 20; i += 1) waits.push(await senders[i % 3]?.take('sms'));
    expect(waits).toEqual([0, 100, 200, 300].flatMap((ms) => [ms, ms, ms, ms, ms]));
  });
});

it.each([1, 7, 10, 31, 50, 99, 1_234, 10_000])(
  'a rate of %d a second is kept, not surpassed',
  (perSecond) => {
    const { points, ms } = windowOf(perSecond);
    expect(Number.isInteger(points) && Number.isInteger(ms)).toBe(true);
    const kept = (points * 1_000) / ms;
    expect(kept).toBeLessThanOrEqual(perSecond);
    expect(kept).toBeGreaterThan(perSecond * 0.98);
  },
);

it('each channel has its own', async () => {
  await rate(1);
  const permits = new SendPermits(pool);
  expect(await permits.take('sms')).toBe(0);
  expect(await permits.take('sms')).toBeGreaterThan(0);
  expect(await permits.take('email')).toBe(0);
});

it('a changed rate is heard of within a second, by senders that are under way', async () => {
  await rate(1);
  let now = 0;
  const permits = new SendPermits(pool, () => now);
  await permits.take('sms');
  expect(await permits.take('sms')).toBeGreaterThan(0);
  await rate(1_000);
  now = 1_000;
  expect(await permits.take('sms')).toBe(0);
});

it('nothing leaves by a channel without a rate: that would be without a limit', async () => {
  let now = 0;
  const under = new SendPermits(pool, () => now);
  await under.take('sms');
  const { rows } = await pool.query(`delete from send_rate where channel = 'sms' returning *`);
  expect(rows).toHaveLength(1);
  now = 1_000;
  for (const permits of [under, new SendPermits(pool)])
    await expect(permits.take('sms')).rejects.toMatchObject({
      name: 'MissingSendRateError',
      message: expect.stringContaining('PUT /v1/send-rates/sms'),
    });
  expect(await under.take('email')).toBe(0);
  await new SendRates(pool).set('sms', { perSecond: 1_000 });
  now = 2_000;
  expect(await under.take('sms')).toBe(0);
});
