import { beforeEach, expect, it } from '@jest/globals';
import { SendRates } from '../../activities/messages/send-rates.js';
import { createDatabase } from '../support/database.js';

const { pool } = await createDatabase();

beforeEach(() => pool.query('truncate send_bucket'));

async function rate(perSecond: number): Promise<void> {
  await pool.query(`update send_rate set per_second = $1 where channel = 'sms'`, [perSecond]);
}

it('no more leave in a second than the rate says, over all senders, and the others come one second after another', async () => {
  await rate(10);
  const senders = [new SendRates(pool), new SendRates(pool), new SendRates(pool)];
  const waits = await Promise.all(
    Array.from(
      { length: 30 },
      (_, i) => senders[i % 3]?.take('sms') ?? Promise.reject(new Error('no sender')),
    ),
  );
  const inSecond = (n: number) => waits.filter((ms) => Math.ceil(ms / 1_000) === n).length;
  expect([inSecond(0), inSecond(1), inSecond(2)]).toEqual([10, 10, 10]);
});

it('each channel has its own', async () => {
  await rate(1);
  const rates = new SendRates(pool);
  expect(await rates.take('sms')).toBe(0);
  expect(await rates.take('sms')).toBeGreaterThan(0);
  expect(await rates.take('email')).toBe(0);
});

it('a changed rate is heard of within a second, by senders that are under way', async () => {
  await rate(1);
  let now = 0;
  const rates = new SendRates(pool, () => now);
  await rates.take('sms');
  expect(await rates.take('sms')).toBeGreaterThan(0);
  await rate(1_000);
  now = 1_000;
  expect(await rates.take('sms')).toBe(0);
});
