import { describe, expect, it, jest } from '@jest/globals';
import { CarrierBreaker, type Tried } from '../../activities/messages/carrier-breaker.js';

const SENT: Tried = { outcome: { state: 'sent', reference: 'r' }, answered: true };
const REFUSED: Tried = { outcome: { state: 'failed', reason: 'refused' }, answered: true };
const UNANSWERED: Tried = {
  outcome: { state: 'again', reason: 'nobody answered', inMs: 1 },
  answered: false,
};
const NOT_ASKED: Tried = { outcome: { state: 'failed', reason: 'kept back' } };
const PUT_OFF = { state: 'waiting', inMs: 30_000 };

/** A breaker on a clock of its own, whose carrier answers as told. */
function carried() {
  let now = 0;
  const away = jest.fn();
  const attempt = jest.fn<() => Promise<Tried>>();
  const breaker = new CarrierBreaker(away, () => now);
  const run = (tried: Tried) => {
    attempt.mockReset();
    return breaker.run(attempt.mockResolvedValue(tried));
  };
  const unanswered = async (times: number) => {
    for (let i = 0; i < times; i += 1) expect(await run(UNANSWERED)).toBe(UNANSWERED.outcome);
  };
  return { away, attempt, breaker, run, unanswered, pass: (ms: number) => (now += ms) };
}

/** Nobody has answered five times, and half a minute has passed since. */
async function mayFindOut() {
  const channel = carried();
  await channel.unanswered(5);
  channel.pass(30_000);
  return channel;
}

describe('while nobody answers', () => {
  it('messages wait without being tried, and somebody hears of it', async () => {
    const channel = carried();
    await channel.unanswered(5);
    expect(channel.away).toHaveBeenCalledTimes(1);
    expect(await channel.run(SENT)).toEqual(PUT_OFF);
    expect(channel.attempt).not.toHaveBeenCalled();
    channel.pass(10_000);
    expect(channel.breaker.shutForMs()).toBe(20_000);
  });

  it('one message at a time finds out, and the others do not wait for it', async () => {
    const channel = await mayFindOut();
    const { promise, resolve } = Promise.withResolvers<Tried>();
    const first = channel.breaker.run(() => promise);
    expect(await channel.run(SENT)).toEqual(PUT_OFF);
    resolve(SENT);
    expect(await first).toBe(SENT.outcome);
    expect(await channel.run(REFUSED)).toBe(REFUSED.outcome);
  });

  it('all go on waiting when that one gets no answer either', async () => {
    const channel = await mayFindOut();
    await channel.unanswered(1);
    expect(await channel.run(SENT)).toEqual(PUT_OFF);
  });

  it.each([
    ['is kept back', () => Promise.resolve(NOT_ASKED)],
    ['fails for a reason of ours', () => Promise.reject(new Error('no database'))],
  ])('a message that %s has found out nothing, and the next one does', async (_what, attempt) => {
    const channel = await mayFindOut();
    await channel.breaker.run(attempt).catch(() => undefined);
    await channel.unanswered(1);
    expect(await channel.run(SENT)).toEqual(PUT_OFF);
  });

  it('an answer to an older message will do', async () => {
    const channel = carried();
    const { promise, resolve } = Promise.withResolvers<Tried>();
    const older = channel.breaker.run(() => promise);
    await channel.unanswered(5);
    resolve(SENT);
    await older;
    expect(await channel.run(SENT)).toBe(SENT.outcome);
  });
});

it('a refusal is an answer', async () => {
  const channel = carried();
  await channel.unanswered(4);
  expect(await channel.run(REFUSED)).toBe(REFUSED.outcome);
  await channel.unanswered(4);
  expect(channel.away).not.toHaveBeenCalled();
});
