import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Charging, CreditOutcome, TopUp } from '../../activities/charging/charging.js';
import { topupBalanceCreate } from '../../activities/charging/tmf654.js';
import { tmf654Charging } from '../../activities/charging/tmf654-charging.js';
import { send, toldSystem, topUpOf, type ToldSystem } from './told-system.js';

const QUICK = 150;
const PATIENT = 5000;

describe('a grant is booked exactly once and never called credited before it is', () => {
  let system: ToldSystem;
  let charging: Charging;
  beforeAll(async () => {
    system = await toldSystem();
    charging = tmf654Charging({ url: system.url, longestProcessingMs: 700 });
  });
  afterEach(() => system.tell({ mode: 'ok' }));
  afterAll(() => system.close());

  const grant = (): TopUp => ({
    grantId: randomUUID(),
    megabytes: 600,
    accountId: 'account-1',
    bucketId: 'bucket-1',
  });
  const first = (topUp: TopUp, timeoutMs = PATIENT) =>
    charging.credit(topUp, { timeoutMs, lookUpFirst: false });
  const again = (topUp: TopUp) => charging.credit(topUp, { timeoutMs: PATIENT, lookUpFirst: true });
  const references = async ({ grantId }: TopUp) => (await system.bookingsOf(grantId)).map(({ id }) => id);

  it('when nothing goes wrong, however often it is asked for', async () => {
    const topUp = grant();
    const outcomes = [await first(topUp), await again(topUp), await first(topUp)];
    const [reference] = await references(topUp);
    expect(outcomes).toEqual([1, 2, 3].map(() => ({ state: 'credited', reference })));
    expect(await references(topUp)).toHaveLength(1);
  });

  it.each([
    ['it answers 500 and books nothing', { mode: 'fail-500' }, 0],
    ['it answers 500 after booking', { mode: 'fail-500-after' }, 1],
    ['it never answers and books nothing', { mode: 'timeout-before' }, 0],
    ['it never answers after booking', { mode: 'timeout-after' }, 1],
    ['it breaks the connection after booking', { mode: 'reset-after' }, 1],
    ['it answers something unreadable after booking', { mode: 'unreadable' }, 1],
    ['it does not honour the key and breaks the connection', { mode: 'reset-after', key: 'ignored' }, 1],
    ['it wants other credentials for a while', { mode: 'reject', as: 401 }, 0],
    ['it forbids for a while', { mode: 'reject', as: 403 }, 0],
    ['it is asked too often', { mode: 'reject', as: 429 }, 0],
    ['it is down for a while', { mode: 'reject', as: 503 }, 0],
  ])('when %s', async (_what, { key, ...behaviour }: { mode: string; as?: number; key?: string }, booked) => {
    const topUp = grant();
    await system.tell({ ...behaviour, requestorId: topUp.grantId });
    expect(await first(topUp, behaviour.mode.startsWith('timeout') ? QUICK : PATIENT)).toMatchObject({
      state: 'pending',
    });
    expect(await references(topUp)).toHaveLength(booked);
    if (key === 'ignored') await system.tell({ mode: 'ignore-key' });
    const outcome = await again(topUp);
    expect(outcome).toEqual({ state: 'credited', reference: (await references(topUp))[0] });
    expect(await references(topUp)).toHaveLength(1);
  });

  it('when the booking comes only after a look-up that found nothing', async () => {
    const topUp = grant();
    await system.tell({ mode: 'late', delayMs: 300, requestorId: topUp.grantId });
    const slow = send('POST', `${system.url}/topupBalance`, topupBalanceCreate(topUp), {
      'idempotency-key': topUp.grantId,
    });
    while ((await system.behaviour()).mode !== 'ok');
    const outcome = await again(topUp);
    const { id } = (await (await slow).json()) as { id: string };
    expect(outcome).toEqual({ state: 'credited', reference: id });
    expect(await references(topUp)).toEqual([id]);
  });

  it('when the look-up itself fails: nothing is booked blindly', async () => {
    const topUp = grant();
    await system.tell({ mode: 'timeout-after', requestorId: topUp.grantId });
    await first(topUp, QUICK);
    for (const behaviour of [
      { mode: 'fail-500' },
      { mode: 'reject', as: 503 },
      { mode: 'reject', as: 401 },
      { mode: 'reject', as: 404 },
    ]) {
      await system.tell({ ...behaviour, on: 'look-up' });
      expect(await again(topUp)).toMatchObject({ state: 'pending' });
    }
    expect(await again(topUp)).toMatchObject({ state: 'credited' });
    expect(await references(topUp)).toHaveLength(1);
  });

  it.each([
    ['by its reference', true],
    ['by the grant', false],
  ])('when it is completed later, which is asked after %s', async (_how, byReference) => {
    const topUp = grant();
    await system.tell({ mode: 'created', looks: 1, requestorId: topUp.grantId });
    const created = await first(topUp);
    const [reference] = await references(topUp);
    const pending = { state: 'pending', reason: expect.any(String), reference };
    expect(created).toEqual(pending);
    const ask = () =>
      charging.credit(topUp, {
        timeoutMs: PATIENT,
        lookUpFirst: true,
        reference: byReference ? reference : undefined,
      });
    expect(await ask()).toEqual(pending);
    expect(await ask()).toEqual({ state: 'credited', reference });
    expect(await references(topUp)).toEqual([reference]);
  });

  it('when the reference is no longer known: the grant is asked after instead', async () => {
    const topUp = grant();
    await first(topUp);
    const outcome = await charging.credit(topUp, {
      timeoutMs: PATIENT,
      lookUpFirst: true,
      reference: 'forgotten/../id',
    });
    expect(outcome).toEqual({ state: 'credited', reference: (await references(topUp))[0] });
  });

  it.each(['failed', 'cancelled'] as const)(
    'when it ends as %s: it stays failed until somebody asks for another attempt',
    async (as) => {
      const topUp = grant();
      await system.tell({ mode: 'reject', as, requestorId: topUp.grantId });
      const failed = { state: 'failed', reason: expect.stringContaining(as) };
      expect([await first(topUp), await again(topUp)]).toEqual([failed, failed]);
      expect(await references(topUp)).toEqual([]);

      const second = { ...topUp, attempt: 2 };
      await system.tell({ mode: 'timeout-after', requestorId: topUp.grantId });
      expect(await first(second, QUICK)).toMatchObject({ state: 'pending' });
      const outcomes = [await again(second), await first(second)];
      const [reference] = await references(topUp);
      expect(outcomes).toEqual([1, 2].map(() => ({ state: 'credited', reference })));
      expect(await references(topUp)).toHaveLength(1);
    },
  );

  it.each([400, 404, 405, 422])(
    'when it is refused with %i: failed, until it is tried again by hand',
    async (as) => {
      const topUp = grant();
      await system.tell({ mode: 'reject', as, requestorId: topUp.grantId });
      expect(await first(topUp)).toMatchObject({
        state: 'failed',
        reason: expect.stringContaining(`HTTP ${as}`),
      });
      expect(await references(topUp)).toEqual([]);
      expect(await again({ ...topUp, attempt: 2 })).toMatchObject({ state: 'credited' });
    },
  );

  it('when the key was used for other values: what was booked counts', async () => {
    const topUp = grant();
    await first(topUp);
    expect(await first({ ...topUp, megabytes: 1800 })).toEqual(await again(topUp));
    expect(await system.bookingsOf(topUp.grantId)).toMatchObject([{ megabytes: 600 }]);
  });

  it('and one that somebody booked twice is said loudly and not booked a third time', async () => {
    const topUp = grant();
    for (let n = 0; n < 2; n += 1) await send('POST', `${system.url}/topupBalance`, topUpOf(topUp.grantId));
    expect(await again(topUp)).toMatchObject({ state: 'credited', alarm: 'booked-more-than-once' });
    expect(await references(topUp)).toHaveLength(2);
  });

  it('also when another attempt is called a first try: what is booked already is found', async () => {
    const topUp = grant();
    await send('POST', `${system.url}/topupBalance`, topUpOf(topUp.grantId));
    const outcome = await first({ ...topUp, attempt: 2 });
    expect(outcome).toEqual({ state: 'credited', reference: (await references(topUp))[0] });
    expect(await references(topUp)).toHaveLength(1);
  });

  it('when the caller gives up: the outcome is open, not an error', async () => {
    const topUp = grant();
    await system.tell({ mode: 'timeout-after', requestorId: topUp.grantId });
    const giveUp = new AbortController();
    const outcome = charging.credit(topUp, { timeoutMs: PATIENT, lookUpFirst: false, signal: giveUp.signal });
    while ((await references(topUp)).length === 0);
    giveUp.abort();
    expect(await outcome).toMatchObject({ state: 'pending', retryAfterMs: 700 });
    expect(await again(topUp)).toMatchObject({ state: 'credited' });
  });

  it('when a hundred are credited at once', async () => {
    const topUps = Array.from({ length: 100 }, grant);
    const outcomes: CreditOutcome[] = await Promise.all(topUps.map((topUp) => first(topUp, PATIENT)));
    expect(new Set(outcomes.map(({ state }) => state))).toEqual(new Set(['credited']));
    const booked = await Promise.all(topUps.map(references));
    expect(booked.every((ids) => ids.length === 1)).toBe(true);
  });
});
