import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { ErasureView } from '../../src/customers/erasure.js';
import type { Page } from '../../src/paging/page.js';
import { callHash } from '../../prisma/call-hash.js';
import { workflowIdOf } from '../../workflows/contract/participation.js';
import { cloudEvent } from '../api/events.js';
import { until } from '../support/until.js';
import { resetToStart } from '../workflow/kit.js';
import { startErasing } from './arranged.js';
import { erase, eraserOn, letLookAgain, receipt } from './kit.js';

const { temporal, installation, pool, api, eraser, registered, phaseIs, grantsOf, done, fileOf } =
  await startErasing();

describe('an erasure', () => {
  it('ends what is open, pays what was earned, and shows what was done without saying for whom', async () => {
    const customer = await registered();
    const erasure = await erase(api, customer.customerId);
    expect(erasure).toMatchObject({
      state: 'waiting',
      carriedOutAt: null,
      participations: null,
      unpaidGrants: [],
    });
    expect(Date.parse(erasure.dueAt) - Date.parse(erasure.requestedAt)).toBe(3 * 86_400_000);
    const day = (iso: string) => `${iso.slice(0, 10)}T00:00:00.000Z`;
    expect(await done(erasure)).toEqual({
      id: erasure.id,
      state: 'done',
      requestedAt: day(erasure.requestedAt),
      dueAt: day(erasure.dueAt),
      carriedOutAt: expect.stringMatching(/T00:00:00\.000Z$/),
      participations: 1,
      unpaidGrants: [],
    });
    expect(await api.get(customer.id)).toMatchObject({
      customerId: null,
      phase: 'ended',
      endedBecause: 'erased',
      grantedMegabytes: 600,
    });
    expect(await grantsOf(customer.id)).toMatchObject([
      { code: 'registered', state: 'credited', reference: null },
    ]);
    const { body: journal } = await api.call<Page<{ what: string }>>(
      'GET',
      `/v1/participations/${customer.id}/journal`,
    );
    expect(journal.items.map(({ what }) => what)).toEqual([
      'registered',
      'granted 600 MB for registered',
      'ended: erased',
    ]);
  });

  it('is one erasure however often it is asked for, until it is carried out', async () => {
    const customer = await registered();
    const [first, ...others] = await Promise.all([1, 2, 3].map(() => erase(api, customer.customerId)));
    expect(others).toEqual([first, first]);
    const { rowCount } = await pool.query(
      `select from event where type = 'participation.erased' and subject = $1`,
      [customer.customerId],
    );
    expect(rowCount).toBe(1);
    await done(first as ErasureView);
    const again = await erase(api, customer.customerId);
    expect(again.id).not.toBe(first?.id);
    expect(await done(again)).toMatchObject({ participations: 0 });
  });

  it('reaches those that have ended without waking them', async () => {
    const customer = await registered();
    await api.call('POST', `/v1/participations/${customer.id}/leave`);
    await temporal.client.workflow.getHandle(workflowIdOf(customer.id)).result();
    const steps = await historyLength(customer.id);
    const found = await done(await erase(api, customer.customerId));
    expect(found).toMatchObject({ participations: 1 });
    expect(await api.get(customer.id)).toMatchObject({ customerId: null, endedBecause: 'left' });
    expect(await historyLength(customer.id)).toBe(steps);
  });

  it('leaves steps that name no call, by which a workflow that is reset still ends as it had', async () => {
    const customer = await registered();
    const { id, customerId } = customer;
    const call = (type: string, callId: string) =>
      api.call('POST', '/v1/events', cloudEvent(customerId, type, { data: { callId } }));
    await call('hotline.called', 'one');
    await phaseIs(id, 'forfeited');
    await call('hotline.call-retracted', 'one');
    await phaseIs(id, 'quiet');
    await call('hotline.called', 'other');
    await phaseIs(id, 'forfeited');
    const erasure = await erase(api, customerId);
    const workflowId = workflowIdOf(id);
    const handle = temporal.client.workflow.getHandle(workflowId);
    const ended: unknown = await handle.result();
    await done(erasure);

    const hash = callHash(installation.config.hashKey);
    const calls = await callsOf(id);
    expect(calls).toEqual([calls[0], calls[0], expect.not.stringMatching(calls[0] ?? '')]);
    for (const known of ['one', 'other']) expect(calls).not.toContain(hash(known));
    const before = await api.get(id);
    await resetToStart(installation, { id, customerId, workflowId });
    expect(await handle.result()).toEqual(ended);
    expect(await api.get(id)).toEqual(before);
  });

  it('is done whole or not at all: a worker that dies in the middle leaves it to the next', async () => {
    const { id, customerId } = await registered();
    const erasure = await erase(api, customerId);
    await phaseIs(id, 'ended');
    await letLookAgain(pool);
    await pool.query(`alter table erasure add constraint dies check (state <> 'done') not valid`);
    await expect(eraser.round()).rejects.toThrow('dies');
    expect(await api.get(id)).toMatchObject({ customerId });
    expect((await fileOf(customerId)).events.length).toBeGreaterThan(0);
    await pool.query('alter table erasure drop constraint dies');
    await letLookAgain(pool);
    await Promise.all([1, 2, 3].map(() => eraserOn(pool, installation.config.hashKey).round()));
    expect(await receipt(api, erasure)).toMatchObject({ state: 'done', participations: 1 });
    expect(await fileOf(customerId)).toMatchObject({ participations: [], events: [] });
  });

  it('of one customer leaves everybody else alone', async () => {
    const [customer, other] = [await registered(), await registered()];
    await until(
      async () => (await grantsOf(other.id)).every(({ state }) => state === 'credited') || undefined,
    );
    const before = await fileOf(other.customerId);
    await done(await erase(api, customer.customerId));
    expect(await fileOf(other.customerId)).toEqual({ ...before, exportedAt: expect.any(String) });
  });
});

describe('who is meant', () => {
  it.each(['a/b?c#d%', 'ü <script>', 'x'.repeat(256), '..'])(
    'is found whatever the id looks like: %s',
    async (customerId) => {
      const id = `${customerId.slice(0, 256 - 9)}${randomUUID().slice(0, 8)}`;
      await api.invite(id);
      expect((await fileOf(id)).participations).toMatchObject([{ customerId: id }]);
      expect(await done(await erase(api, id))).toMatchObject({ participations: 1 });
      expect((await fileOf(id)).participations).toEqual([]);
    },
  );

  it.each([
    ['POST', `/v1/customers/${'x'.repeat(257)}/erase`, 400],
    ['POST', `/v1/customers/${'x'.repeat(257)}/export`, 400],
    ['POST', '/v1/customers/%00/erase', 400],
    ['POST', '/v1/customers/%FF/erase', 400],
    ['GET', `/v1/erasures/${randomUUID()}`, 404],
    ['GET', '/v1/erasures/nonsense', 404],
  ])('%s %s is refused', async (method, path, status) => {
    expect(await api.call(method, path)).toMatchObject({ status });
  });

  it.each([
    ['erase', 'customers:read'],
    ['export', 'customers:erase'],
  ])('is nobody for whoever may not %s', async (what, scope) => {
    const authorization = `Bearer ${await api.issuer.token('operator', [scope])}`;
    const { status } = await api.call('POST', `/v1/customers/somebody/${what}`, undefined, { authorization });
    expect(status).toBe(403);
  });

  it('is not told from somebody whom nobody knows', async () => {
    expect(await fileOf('nobody')).toEqual({
      customerId: 'nobody',
      exportedAt: expect.any(String),
      participations: [],
      lists: [],
      assignments: [],
      sessions: [],
      optOuts: [],
      erasures: [],
      events: [],
    });
  });
});

async function historyLength(id: string): Promise<number> {
  const { historyLength: length } = await temporal.client.workflow.getHandle(workflowIdOf(id)).describe();
  return length;
}

/** By what the steps of this participation know calls, in the order of the steps. */
async function callsOf(participation: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ call: string }>(
    `select fact ->> 'call' as call from step, jsonb_array_elements(facts) with ordinality as f(fact, place)
     where participation_id = $1 and fact ? 'call' order by n, place`,
    [participation],
  );
  return rows.map(({ call }) => call);
}
