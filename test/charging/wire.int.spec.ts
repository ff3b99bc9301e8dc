import { afterEach, describe, expect, it } from '@jest/globals';
import type { CreditOutcome, TopUp } from '../../activities/charging/charging.js';
import { tmf654Charging } from '../../activities/charging/tmf654-charging.js';
import { violation } from '../../stand-ins/charging/contract.js';
import { scriptedSystem, type Line, type ScriptedSystem } from './scripted-system.js';

const topUp: TopUp = {
  grantId: 'grant-1',
  megabytes: 600,
  accountId: '491701234567',
  bucketId: '491701234567-data',
  validUntil: Date.UTC(2027, 7, 22, 10),
};
const call = { timeoutMs: 5000, lookUpFirst: false };
const now = () => Date.UTC(2026, 0, 1);
const longestProcessingMs = 20_000;

describe('between Quietline and any charging system', () => {
  let system: ScriptedSystem | undefined;
  afterEach(() => system?.close());

  /** Credits against a system that gives these answers to booking and to looking up. */
  const credit = async (booking: Line, lookUp: Line = booking, how = call): Promise<CreditOutcome> => {
    system = await scriptedSystem(({ method }) => (method === 'POST' ? booking : lookUp));
    return tmf654Charging({ url: `${system.url}/`, longestProcessingMs, now }).credit(topUp, how);
  };

  it('goes a top-up that TMF654 allows, with amount, bucket, account, validity, grant and key', async () => {
    await credit({ status: 201, body: { id: 'T1', status: 'completed' } });
    const [heard] = system?.heard ?? [];
    expect(heard).toMatchObject({
      method: 'POST',
      path: '/v4/topupBalance',
      headers: { 'idempotency-key': 'grant-1', 'content-type': 'application/json;charset=utf-8' },
    });
    expect(violation('TopupBalance_Create', heard?.body)).toBeUndefined();
    expect(heard?.body).toEqual({
      usageType: 'data',
      amount: { amount: 600, units: 'MB' },
      bucket: { id: '491701234567-data' },
      partyAccount: { id: '491701234567' },
      requestor: { id: 'grant-1', '@referredType': 'Grant', role: 'rewardProgramme', name: 'Quietline' },
      validFor: { endDateTime: '2027-08-22T10:00:00.000Z' },
    });
  });

  it('goes nothing personal in an address, whatever is asked', async () => {
    await credit({ status: 409, body: {} }, { status: 200, body: [] }, { ...call, lookUpFirst: true });
    const paths = (system?.heard ?? []).map(({ path }) => path);
    expect(paths).toContain('/v4/topupBalance?requestor.id=grant-1&offset=0&limit=20');
    expect(paths.filter((path) => path.includes('4917'))).toEqual([]);
  });

  it.each<[string, Line]>([
    ['a top-up without id', { status: 201, body: { status: 'completed' } }],
    ['a status that TMF654 does not know', { status: 201, body: { id: 'T1', status: 'done' } }],
    [
      'a top-up of somebody else',
      { status: 201, body: { id: 'T1', status: 'completed', requestor: { id: 'x' } } },
    ],
    ['a success without a body', { status: 204 }],
    ['a page for people', { status: 200, body: '<html>' }],
  ])('is %s no credit, and no failure: it is looked up and somebody is told', async (_what, line) => {
    expect(await credit(line)).toMatchObject({ state: 'pending', alarm: 'unreadable-answer' });
  });

  it.each<[string, Line, string]>([
    [
      'lists the top-ups of others',
      { status: 200, body: [{ id: 'T', status: 'completed', requestor: { id: 'x' } }] },
      'look-up-unreliable',
    ],
    [
      'lists top-ups of nobody',
      { status: 200, body: [{ id: 'T', status: 'completed' }] },
      'look-up-unreliable',
    ],
    [
      'lists ours without a status',
      { status: 200, body: [{ id: 'T', requestor: { id: 'grant-1' } }] },
      'unreadable-answer',
    ],
    ['lists no list', { status: 200, body: { items: [] } }, 'unreadable-answer'],
    ['refuses the filter', { status: 400, body: {} }, 'configuration'],
    ['is not there', { status: 404, body: {} }, 'configuration'],
  ])('books nothing blindly on a look-up that %s', async (_what, lookUp, alarm) => {
    const outcome = await credit({ status: 201, body: { id: 'T1', status: 'completed' } }, lookUp, {
      ...call,
      lookUpFirst: true,
    });
    expect(outcome).toMatchObject({ state: 'pending', alarm });
    expect(system?.heard.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('counts ours among those of others', async () => {
    const list = [
      { id: 'T1', status: 'completed', requestor: { id: 'x' } },
      { id: 'T2', status: 'completed', requestor: { id: 'grant-1' } },
    ];
    const outcome = await credit(
      { status: 500 },
      { status: 206, body: list },
      { ...call, lookUpFirst: true },
    );
    expect(outcome).toEqual({ state: 'credited', reference: 'T2' });
  });

  it.each<[Line, object]>([
    [{ status: 429, headers: { 'retry-after': '7' } }, { retryAfterMs: 7000 }],
    [{ status: 503, headers: { 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' } }, { retryAfterMs: 30_000 }],
    [{ status: 503, headers: { 'retry-after': 'Thu, 01 Jan 2025 00:00:00 GMT' } }, { retryAfterMs: 20_000 }],
    [{ status: 503, headers: { 'retry-after': '99999999' } }, { retryAfterMs: 3_600_000 }],
    [{ status: 429, headers: { 'retry-after': 'soon' } }, {}],
    [{ status: 429 }, {}],
    [{ status: 503, headers: { 'retry-after': 'soon' } }, { retryAfterMs: 20_000 }],
    [{ status: 504 }, { retryAfterMs: 20_000 }],
  ])('waits as long as asked, and never for ever: %j', async (line, expected) => {
    const reason = `The charging system answered HTTP ${line.status}`;
    expect(await credit(line)).toEqual({ state: 'pending', reason, ...expected });
  });

  it.each([301, 307, 401, 403])(
    'raises an alarm and keeps the reward at HTTP %i, which an operator mends',
    async (status) => {
      expect(await credit({ status, headers: { location: '/elsewhere' } })).toMatchObject({
        state: 'pending',
        alarm: 'configuration',
      });
      expect(system?.heard).toHaveLength(1);
    },
  );

  it('raises an alarm when a key is called used and no booking is to be found', async () => {
    expect(await credit({ status: 409 }, { status: 200, body: [] })).toMatchObject({
      state: 'pending',
      alarm: 'conflict-without-booking',
    });
  });

  it('goes nothing of what the charging system says about a customer into a reason', async () => {
    const body = { code: '491701234567', reason: 'account 491701234567 of Anna is barred', status: '400' };
    for (const status of [400, 401, 404, 409, 422, 500]) {
      expect(JSON.stringify(await credit({ status, body }))).not.toMatch(/4917|Anna/);
      await system?.close();
    }
    system = undefined;
  });

  it.each<[string, Partial<TopUp>]>([
    ['no megabytes', { megabytes: 0 }],
    ['no finite megabytes', { megabytes: Number.NaN }],
    ['an empty account', { accountId: '' }],
    ['an id that no header can carry', { grantId: 'grant\n1' }],
    ['an attempt before the first', { attempt: 0 }],
    ['a validity that is no instant', { validUntil: Number.NaN }],
  ])('refuses a top-up with %s at once, as a mistake of ours', async (_what, wrong) => {
    const charging = tmf654Charging({ url: 'http://127.0.0.1:1/v4', longestProcessingMs });
    await expect(charging.credit({ ...topUp, ...wrong }, call)).rejects.toThrow(TypeError);
  });

  it('refuses a call without time and an address that is none', async () => {
    const charging = tmf654Charging({ url: 'http://127.0.0.1:1/v4', longestProcessingMs });
    await expect(charging.credit(topUp, { ...call, timeoutMs: 0 })).rejects.toThrow('timeoutMs');
    expect(() => tmf654Charging({ url: 'charging:8080', longestProcessingMs })).toThrow('http');
  });
});
