import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CarrierBreaker } from '../../activities/messages/carrier-breaker.js';
import type { MessageOutcome } from '../../activities/messages/outcomes.js';

const UNANSWERED: MessageOutcome = { state: 'again', reason: 'nobody answered', inMs: 1, unanswered: true };
const SENT: MessageOutcome = { state: 'sent', reference: 'r' };
const WAITING = { state: 'waiting', inMs: 30_000 };

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
});
afterEach(() => {
  jest.useRealTimers();
});

/** A breaker whose carrier answers as told, and how often it was tried. */
function carried() {
  const away = jest.fn();
  const breaker = new CarrierBreaker(away);
  const attempt = jest.fn<() => Promise<MessageOutcome>>();
  const run = (outcome: MessageOutcome) => breaker.run(attempt.mockResolvedValueOnce(outcome));
  return { away, attempt, breaker, run };
}

async function unanswered({ run }: ReturnType<typeof carried>, times = 5): Promise<void> {
  for (let i = 0; i < times; i += 1) expect(await run(UNANSWERED)).toBe(UNANSWERED);
}

describe('while nobody answers', () => {
  it('messages wait without being tried, and somebody hears of it', async () => {
    const channel = carried();
    await unanswered(channel);
    expect(channel.away).toHaveBeenCalledTimes(1);
    expect(await channel.run(SENT)).toEqual(WAITING);
    expect(channel.attempt).toHaveBeenCalledTimes(5);
  });

  it('one message at a time finds out, and the others do not wait for it', async () => {
    const channel = carried();
    await unanswered(channel);
    jest.advanceTimersByTime(30_000);
    const { promise, resolve } = Promise.withResolvers<MessageOutcome>();
    const first = channel.breaker.run(() => promise);
    expect(await channel.run(SENT)).toEqual(WAITING);
    resolve(SENT);
    expect(await first).toBe(SENT);
    channel.attempt.mockReset();
    expect(await channel.run(SENT)).toBe(SENT);
  });
});

it('a refusal is an answer, and so is what we could not do ourselves', async () => {
  const channel = carried();
  await unanswered(channel, 4);
  const refused: MessageOutcome = { state: 'failed', reason: 'refused' };
  expect(await channel.run(refused)).toBe(refused);
  await unanswered(channel, 4);
  await expect(channel.breaker.run(() => Promise.reject(new Error('no database')))).rejects.toThrow(
    'no database',
  );
  expect(channel.away).not.toHaveBeenCalled();
});
