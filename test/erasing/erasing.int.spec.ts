import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { CustomerFile } from '../../src/customers/customer-file.js';
import type { ErasureView } from '../../src/customers/erasure.js';
import type { GrantView } from '../../src/grants/grant.js';
import type { KeptEvent } from '../../src/events/event-list.js';
import type { Page } from '../../src/paging/page.js';
import type { ReportRow, WaveView } from '../../src/waves/wave.js';
import type { ParticipationView } from '../../src/participations/view.js';
import { creditIdOf } from '../../workflows/contract/credit.js';
import { workflowIdOf } from '../../workflows/contract/participation.js';
import { TestApi } from '../api/api.js';
import { cloudEvent, registration } from '../api/events.js';
import { listOf } from '../api/waves.js';
import { toldAt } from '../charging/told-system.js';
import { Installation } from '../support/installation.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { until } from '../support/until.js';
import { erase, eraserOn, letLookAgain, letThreeDaysPass, receipt } from './kit.js';

const temporal = await ownTemporalEnvironment();
const installation = await Installation.start(temporal);
const { pool } = installation.database;
const charging = toldAt(installation.chargingOrigin);
const api = await TestApi.start({
  DATABASE_URL: installation.database.url,
  TEMPORAL_ADDRESS: temporal.address,
  TEMPORAL_NAMESPACE: temporal.namespace,
});
const eraser = eraserOn(pool, installation.config.hashKey);

afterEach(async () => void (await charging.tell({ mode: 'ok' })));

/** A customer who has registered; `credited` once the reward is paid. */
async function registered(
  customerId: string = randomUUID(),
): Promise<ParticipationView & { customerId: string }> {
  const { id } = await api.invite(customerId);
  await api.call('POST', '/v1/events', registration(customerId));
  await phaseIs(id, 'quiet');
  return { ...(await api.get(id)), customerId };
}

const phaseIs = (id: string, phase: string) =>
  until(async () => ((await api.get(id)).phase === phase ? true : undefined));

const grantsOf = async (id: string) =>
  (await api.call<Page<GrantView>>('GET', `/v1/grants?participation=${id}`)).body.items;

/** A row of a list of which nothing is kept but that it was refused. */
const REFUSED = { row: 1, customerId: null, verdict: 'refused', reason: 'erased', participationId: null };

const invite = (customerId: string) =>
  api.call<ParticipationView & { code: string }>('POST', '/v1/participations', {
    programme: 'online-statt-hotline',
    customerId,
  });

/** Until it is carried out. */
async function done(erasure: ErasureView): Promise<ErasureView> {
  return until(async () => {
    await letLookAgain(pool);
    await eraser.round();
    const found = await receipt(api, erasure);
    return found.state === 'done' ? found : undefined;
  });
}

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

  it('is not carried out while a participation is open: what was heard by then is still paid', async () => {
    const customer = await registered();
    await installation.stopRelay();
    await api.call('POST', '/v1/events', cloudEvent(customer.customerId, 'selfservice.video-watched'));
    const erasure = await erase(api, customer.customerId);
    await letThreeDaysPass(pool, customer.id);
    await letLookAgain(pool);
    await eraser.round();
    expect(await receipt(api, erasure)).toMatchObject({ state: 'waiting' });
    installation.startRelay();
    expect(await done(erasure)).toMatchObject({ unpaidGrants: [] });
    expect((await grantsOf(customer.id)).map(({ code, state }) => `${code} ${state}`).sort()).toEqual([
      'registered credited',
      'video-watched credited',
    ]);
  });

  it('waits for a credit that is pending, and carries on as soon as it is credited', async () => {
    const { id, customerId } = await registered();
    await charging.tell({ mode: 'fail-500', times: 1_000 });
    await api.call('POST', '/v1/events', cloudEvent(customerId, 'selfservice.video-watched'));
    await until(async () => (await grantsOf(id)).length === 2 || undefined);
    const erasure = await erase(api, customerId);
    await phaseIs(id, 'ended');
    await letLookAgain(pool);
    await eraser.round();
    expect(await receipt(api, erasure)).toMatchObject({ state: 'waiting' });
    await charging.tell({ mode: 'ok' });
    expect(await done(erasure)).toMatchObject({ unpaidGrants: [] });
    expect((await grantsOf(id)).map(({ state }) => state)).toEqual(['credited', 'credited']);
  });

  it('gives up a credit that is pending after three days: the receipt names it, its workflow ends, nobody can retry it', async () => {
    const { id, customerId } = await registered();
    await charging.tell({ mode: 'fail-500', times: 1_000 });
    await api.call('POST', '/v1/events', cloudEvent(customerId, 'selfservice.video-watched'));
    const pending = await until(async () => (await grantsOf(id)).find(({ state }) => state === 'pending'));
    const erasure = await erase(api, customerId);
    await phaseIs(id, 'ended');
    await pool.query('update erasure set due_at = now() where id = $1', [erasure.id]);
    await letLookAgain(pool);
    await eraser.round();
    // earned a moment ago, as after a long outage: it has to have its chance
    expect(await receipt(api, erasure)).toMatchObject({ state: 'waiting' });
    await letThreeDaysPass(pool, id);
    expect((await done(erasure)).unpaidGrants).toEqual([
      { id: pending.id, code: 'video-watched', megabytes: 600 },
    ]);
    expect((await grantsOf(id)).find((grant) => grant.id === pending.id)).toMatchObject({
      state: 'failed',
      reason: 'erased',
    });
    expect(await temporal.client.workflow.getHandle(creditIdOf(pending.id)).result()).toEqual({
      state: 'failed',
    });
    expect(await api.call('POST', `/v1/grants/${pending.id}/retry`)).toMatchObject({
      status: 409,
      body: { code: 'erased' },
    });
    expect(await charging.bookingsOf(pending.id)).toEqual([]);
  });

  it('names a reward that the charging system had refused, which nobody can retry any more', async () => {
    const customerId = randomUUID();
    await charging.tell({ mode: 'reject', as: 422 });
    const { id } = await registered(customerId);
    const [refused] = await until(async () => {
      const grants = await grantsOf(id);
      return grants[0]?.state === 'failed' ? grants : undefined;
    });
    expect((await done(await erase(api, customerId))).unpaidGrants).toEqual([
      { id: refused?.id, code: 'registered', megabytes: 600 },
    ]);
    expect(await api.call('POST', `/v1/grants/${refused?.id}/retry`)).toMatchObject({ status: 409 });
  });

  it('is carried out after three days although the workflow was lost, by whoever operates Temporal', async () => {
    const { id, customerId } = await registered();
    await temporal.client.workflow.getHandle(workflowIdOf(id)).terminate('a mistake');
    const erasure = await erase(api, customerId);
    await until(async () => {
      const { rowCount } = await pool.query(
        `select from delivery where participation_id = $1 and status = 'parked' and code = 'workflow-missing'`,
        [id],
      );
      return rowCount === 1 || undefined;
    });
    await letLookAgain(pool);
    await eraser.round();
    expect(await receipt(api, erasure)).toMatchObject({ state: 'waiting' });
    await letThreeDaysPass(pool, id);
    await done(erasure);
    expect(await api.get(id)).toMatchObject({
      customerId: null,
      phase: 'ended',
      endedBecause: 'erased',
      nextDue: null,
    });
    const { rows } = await pool.query(
      'select status, code from delivery where participation_id = $1 order by id desc limit 1',
      [id],
    );
    expect(rows).toEqual([{ status: 'ignored', code: 'erased' }]);
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

describe('whoever was erased', () => {
  it('is not invited again, neither while it is under way nor afterwards, neither singly nor by a list', async () => {
    const { customerId } = await registered();
    const erasure = await erase(api, customerId);
    const refused = { status: 409, body: { code: 'erased' } };
    expect(await invite(customerId)).toMatchObject(refused);
    expect(await listed(customerId)).toEqual([REFUSED]);
    await done(erasure);
    expect(await invite(customerId)).toMatchObject(refused);
    expect(await listed(customerId)).toEqual([REFUSED]);
    expect(await fileOf(customerId)).toMatchObject({ participations: [], lists: [], events: [] });
  });

  it('has events answered as anybody has, and nothing of them kept', async () => {
    const { customerId, id } = await registered();
    const erasure = await erase(api, customerId);
    await phaseIs(id, 'ended');
    const meanwhile = cloudEvent(customerId, 'hotline.called', { data: { callId: randomUUID() } });
    expect(await api.call('POST', '/v1/events', meanwhile)).toMatchObject({
      status: 202,
      body: [{ status: 'accepted' }],
    });
    const { body } = await api.call<Page<KeptEvent>>('GET', `/v1/events?id=${meanwhile.id}`);
    expect(body.items[0]?.effects).toMatchObject([{ status: 'ignored', code: 'erased' }]);
    await done(erasure);
    const later = cloudEvent(customerId, 'selfservice.visited');
    expect(await api.call('POST', '/v1/events', later)).toMatchObject({
      status: 202,
      body: [{ status: 'accepted' }],
    });
    for (const { id: event } of [meanwhile, later])
      expect((await api.call<Page<KeptEvent>>('GET', `/v1/events?id=${event}`)).body.items).toEqual([]);
  });

  it('stays held out: a draw outlives the data', async () => {
    const customers = Array.from({ length: 20 }, () => randomUUID());
    const drawn =
      (await listed(...customers)).find(({ verdict }) => verdict === 'held-out')?.customerId ?? '';
    const calls = () =>
      api.call('POST', '/v1/events', cloudEvent(drawn, 'hotline.called', { data: { callId: drawn } }));
    await calls();
    expect((await fileOf(drawn)).events).toHaveLength(1);
    const erasure = await erase(api, drawn);
    expect(await calls()).toMatchObject({ status: 202, body: [{ status: 'accepted' }] });
    expect((await fileOf(drawn)).events).toHaveLength(1);
    await done(erasure);
    const { rows } = await pool.query(
      'select from event where not exists (select from delivery where event_seq = seq)',
    );
    expect(rows).toEqual([]);
    expect(await invite(drawn)).toMatchObject({ status: 409, body: { code: 'held-out' } });
    expect(await listed(drawn)).toEqual([{ ...REFUSED, reason: 'held-out' }]);
  });

  it.each(['asked for', 'carried out'])(
    'is not invited by a list that named them before it was %s',
    async (moment) => {
      const customerId = randomUUID();
      const wave = await filled([customerId]);
      expect(await report(wave)).toMatchObject([{ customerId, verdict: 'to-invite' }]);
      const erasure = await erase(api, customerId);
      if (moment === 'carried out') await done(erasure);
      await api.call('POST', `/v1/waves/${wave}/send`);
      await until(async () => {
        const { body } = await api.call<WaveView>('GET', `/v1/waves/${wave}`);
        return body.state === 'done' || undefined;
      });
      expect(await report(wave)).toEqual([REFUSED]);
      expect(await done(erasure)).toMatchObject({ participations: 0 });
      expect(await invite(customerId)).toMatchObject({ status: 409, body: { code: 'erased' } });
    },
  );

  it('has no participation that could be ended or reinstated', async () => {
    const { id, customerId } = await registered();
    await done(await erase(api, customerId));
    for (const [name, body] of [['leave'], ['reinstate', { reason: 'why' }]] as const)
      expect(await api.call('POST', `/v1/participations/${id}/${name}`, body)).toMatchObject({
        status: 409,
        body: { code: 'wrong-phase', phase: 'ended' },
      });
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

async function fileOf(customerId: string): Promise<CustomerFile> {
  const { status, body } = await api.call<CustomerFile>(
    'POST',
    `/v1/customers/${encodeURIComponent(customerId)}/export`,
  );
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
}

async function historyLength(id: string): Promise<number> {
  const { historyLength: length } = await temporal.client.workflow.getHandle(workflowIdOf(id)).describe();
  return length;
}

/** A wave with a list of these customers. */
async function filled(customers: readonly string[]): Promise<string> {
  const { body: wave } = await api.call<WaveView>('POST', '/v1/waves', { programme: 'online-statt-hotline' });
  const csv = { 'content-type': 'text/csv' };
  await api.call('PUT', `/v1/waves/${wave.id}/list`, listOf(customers), csv);
  return wave.id;
}

const report = async (wave: string) =>
  (await api.call<Page<ReportRow>>('GET', `/v1/waves/${wave}/report`)).body.items;

/** What would become of a list of these customers. */
const listed = async (...customers: readonly string[]) => report(await filled(customers));
