import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { listViolation, violation } from '../../stand-ins/charging/contract.js';
import { read, send, toldSystem, topUpOf, type ToldSystem } from './told-system.js';

describe('the charging system that Quietline is tried against', () => {
  let system: ToldSystem;
  beforeAll(async () => {
    system = await toldSystem();
  });
  afterEach(() => system.tell({ mode: 'ok' }));
  afterAll(() => system.close());

  const post = (body: unknown, key?: string): Promise<Response> =>
    send('POST', `${system.url}/topupBalance`, body, key === undefined ? {} : { 'idempotency-key': key });

  it('books a top-up and gives it back by id, by requestor and among the bookings, as TMF654 has it', async () => {
    const grantId = randomUUID();
    const body = { ...topUpOf(grantId), validFor: { endDateTime: '2027-08-22T10:00:00.000Z' } };
    const answer = await post(body, grantId);
    const booked = (await answer.json()) as { id: string };
    expect([answer.status, violation('TopupBalance', booked)]).toEqual([201, undefined]);
    expect(booked).toMatchObject({ ...body, status: 'completed' });
    expect(await read(`${system.url}/topupBalance/${booked.id}`)).toEqual(booked);
    const listed = await fetch(`${system.url}/topupBalance?requestor.id=${grantId}&offset=0&limit=5`);
    const list = (await listed.json()) as unknown;
    expect([listed.headers.get('x-total-count'), list, listViolation(list)]).toEqual([
      '1',
      [booked],
      undefined,
    ]);
    expect(await system.bookingsOf(grantId)).toMatchObject([
      {
        id: booked.id,
        bucketId: 'bucket-1',
        accountId: 'account-1',
        megabytes: 600,
        validUntil: '2027-08-22T10:00:00.000Z',
      },
    ]);
  });

  it('books once for one Idempotency-Key, also when both requests come at the same time', async () => {
    const grantId = randomUUID();
    const answers = await Promise.all(
      [1, 2, 3].map(async () => (await (await post(topUpOf(grantId), grantId)).json()) as unknown),
    );
    answers.push(await (await post(topUpOf(grantId), grantId)).json());
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await system.bookingsOf(grantId)).toHaveLength(1);
  });

  it('refuses another request under a used Idempotency-Key', async () => {
    const grantId = randomUUID();
    await post(topUpOf(grantId), grantId);
    const answer = await post(topUpOf(grantId, 1800), grantId);
    const error: unknown = await answer.json();
    expect([answer.status, violation('Error', error)]).toEqual([409, undefined]);
    expect(await system.bookingsOf(grantId)).toMatchObject([{ megabytes: 600 }]);
  });

  it.each([
    ['no bucket', { ...topUpOf('g'), bucket: undefined }, '/bucket'],
    ['a bucket without id', { ...topUpOf('g'), bucket: {} }, '/bucket'],
    ['a requestor without its type', { ...topUpOf('g'), requestor: { id: 'g' } }, '/requestor'],
    ['an unknown usage type', { ...topUpOf('g'), usageType: 'gigabytes' }, '/usageType'],
    ['a usage type that is no data', { ...topUpOf('g'), usageType: 'voice' }, '/usageType'],
    ['a text as amount', { ...topUpOf('g'), amount: { amount: '600', units: 'MB' } }, '/amount'],
    ['no megabytes', topUpOf('g', 0), '/amount'],
    ['another unit', { ...topUpOf('g'), amount: { amount: 1, units: 'GB' } }, '/amount'],
    ['a day as end of validity', { ...topUpOf('g'), validFor: { endDateTime: '2027-08-22' } }, '/validFor'],
  ])('refuses a top-up with %s and books nothing', async (_what, body, place) => {
    const answer = await post(body);
    const error = (await answer.json()) as { reason: string };
    expect([answer.status, violation('Error', error)]).toEqual([400, undefined]);
    expect(error.reason).toContain(place.slice(1));
    expect(await system.bookingsOf('g')).toEqual([]);
  });

  it('answers every other mistake with the Error of TMF654', async () => {
    const url = `${system.url}/topupBalance`;
    const answers = await Promise.all([
      fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' }),
      fetch(`${url}/${randomUUID()}`),
      fetch(`${url}/${randomUUID()}`, { method: 'DELETE' }),
      fetch(`${url}?requestor.name=x`),
      fetch(`${system.url}/bucket`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 404, 405, 400, 404]);
    const errors = await Promise.all(answers.map((answer): Promise<unknown> => answer.json()));
    expect(errors.map((error) => violation('Error', error))).toEqual(errors.map(() => undefined));
  });

  it('pages through the bookings until the last', async () => {
    const grantId = randomUUID();
    for (let n = 0; n < 3; n += 1) await post(topUpOf(grantId));
    const page = (offset: number) =>
      read(`${system.origin}/bookings?requestorId=${grantId}&limit=2&offset=${offset}`);
    expect(await page(0)).toMatchObject({ total: 3, items: [{}, {}], next: 2 });
    const last = (await page(2)) as { items: unknown[]; next?: number };
    expect([last.items.length, last.next]).toEqual([1, undefined]);
  });

  it('misbehaves as often as it was told, for whom it was told, and then is itself again', async () => {
    const grantId = randomUUID();
    expect(await system.tell({ mode: 'fail-500', times: 2, requestorId: grantId })).toBe(200);
    expect((await post(topUpOf('somebody-else'))).status).toBe(201);
    expect((await post(topUpOf(grantId))).status).toBe(500);
    expect(await system.behaviour()).toMatchObject({ mode: 'fail-500', times: 1 });
    expect((await post(topUpOf(grantId))).status).toBe(500);
    expect(await system.behaviour()).toEqual({ mode: 'ok' });
    expect((await post(topUpOf(grantId))).status).toBe(201);
  });

  it('refuses to be told what it does not know, or to kill what is not there', async () => {
    expect(await system.tell({ mode: 'explode' })).toBe(400);
    expect(await system.tell({ mode: 'fail-500', time: 2 })).toBe(400);
    expect(await system.tell({ mode: 'kill-worker-after', pid: process.pid })).toBe(400);
    expect(await system.tell({ mode: 'kill-worker-after', pid: 2 ** 30 })).toBe(400);
  });
});
