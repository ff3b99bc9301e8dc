import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import programme from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import { Sender } from '../../src/worker/sender.js';
import type { WaveView } from '../../src/waves/wave.js';
import { waveIdOf } from '../../workflows/contract/wave.js';
import { TestApi } from '../api/api.js';
import { CONSENT, HEADER, waveCalls } from '../api/waves.js';
import { toldMailbox } from '../mailbox/told-mailbox.js';
import { Installation } from '../support/installation.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { until } from '../support/until.js';

const mailbox = await toldMailbox();
const installation = await Installation.start(await ownTemporalEnvironment());
const { pool } = installation.database;
const { client } = installation.temporal;
const api = await TestApi.start({ DATABASE_URL: installation.database.url });
const { wave, fill, report } = waveCalls(api);

const config = { ...installation.config, smsUrl: mailbox.smsUrl, smtpUrl: mailbox.smtpUrl };
const sender = new Sender(config, pool, pino({ level: 'silent' }));
const sending = sender.run();
afterAll(async () => {
  sender.stop();
  await sending;
});

afterEach(async () => {
  await mailbox.tell({ mode: 'ok' });
  await rate(1_000);
});

const rate = (perSecond: number) => api.call('PUT', '/v1/send-rates/sms', { perSecond });
const steer = async (id: string, step: string) =>
  (await api.call<WaveView>('POST', `/v1/waves/${id}/${step}`)).body;
const get = async (id: string) => (await api.call<WaveView>('GET', `/v1/waves/${id}`)).body;

/** The wave as soon as `holds` says so. */
const when = (id: string, holds: (view: WaveView) => boolean) =>
  until(async () => {
    const view = await get(id);
    return holds(view) ? view : undefined;
  }, 60_000);

interface Customer {
  readonly customerId: string;
  readonly mobile: string;
}

/** A wave with a list of so many, nobody of them held out. */
async function checked(
  count: number,
  code = 'open-to-all',
): Promise<{ id: string; customers: readonly Customer[] }> {
  const { id } = await wave(code);
  const first = randomInt(1e7, 8e7);
  const customers = Array.from({ length: count }, (_, i) => ({
    customerId: `C-${randomUUID()}`,
    mobile: `+49151${first + i}`,
  }));
  const list = customers.map(({ customerId, mobile }) => `${customerId},${mobile},${CONSENT}`);
  await fill(id, [HEADER, ...list].join('\n'));
  return { id, customers };
}

/** Everybody has one participation, and one invitation in their pocket. */
async function everybodyIsInvitedOnce(customers: readonly Customer[]): Promise<void> {
  const { rows } = await pool.query<{ customer_id: string }>(
    'select customer_id from participation where customer_id = any ($1)',
    [customers.map(({ customerId }) => customerId)],
  );
  expect(rows.map((row) => row.customer_id).sort()).toEqual(
    customers.map(({ customerId }) => customerId).sort(),
  );
  for (const { mobile } of customers) expect(await mailbox.arrivedFor(mobile)).toHaveLength(1);
}

await installation.publish({ ...programme, code: 'open-to-all', holdout: { share: 0 } });
await installation.publish({ ...programme, code: 'with-holdout', holdout: { share: 0.1 } });
await rate(1_000);

describe('a wave that is sent', () => {
  it('invites everybody on its list once and writes to them, and those held out hear nothing', async () => {
    const { id, customers } = await checked(250, 'with-holdout');
    expect(await steer(id, 'send')).toMatchObject({ state: 'sending' });
    await steer(id, 'send');
    const { rows } = await when(id, ({ state, messages }) => state === 'done' && messages.pending === 0);
    expect(rows).toMatchObject({ total: 250, toInvite: 0, invited: 225, heldOut: 25 });
    const heldOut = new Set((await report(id, '&verdict=held-out')).map(({ customerId }) => customerId));
    await everybodyIsInvitedOnce(customers.filter(({ customerId }) => !heldOut.has(customerId)));
    for (const { mobile } of customers.filter(({ customerId }) => heldOut.has(customerId)))
      expect(await mailbox.arrivedFor(mobile)).toEqual([]);
    const { rowCount } = await pool.query('select from wave_contact where wave_id = $1', [id]);
    expect(rowCount).toBe(0);
  });

  it('is a workflow of few events that names no customer', async () => {
    const { id, customers } = await checked(250);
    await steer(id, 'send');
    await when(id, ({ state }) => state === 'done');
    const handle = client.workflow.getHandle(waveIdOf(id));
    expect(await handle.result()).toEqual({ ended: 'done', invited: 250 });
    const { events } = await handle.fetchHistory();
    expect(events?.length).toBeLessThanOrEqual(11);
    const told = JSON.stringify(events);
    for (const { customerId, mobile } of customers) {
      expect(told).not.toContain(customerId);
      expect(told).not.toContain(mobile.slice(1));
    }
  });

  it('leaves out who has opted out, been invited or been taken elsewhere since the dry run', async () => {
    const { id, customers } = await checked(3);
    const [stopped, invited, kept] = customers;
    await api.call('POST', '/v1/opt-outs', { channel: 'sms', address: stopped?.mobile });
    await api.call('POST', '/v1/participations', {
      programme: 'open-to-all',
      customerId: invited?.customerId,
    });
    await steer(id, 'send');
    await when(id, ({ state }) => state === 'done');
    expect((await report(id)).map(({ verdict, reason }) => [verdict, reason])).toEqual([
      ['refused', 'suppressed'],
      ['refused', 'already-taking-part'],
      ['invited', null],
    ]);
    const { body } = await api.call<{ items: { id: string }[] }>(
      'GET',
      `/v1/participations?customerId=${kept?.customerId}`,
    );
    expect((await report(id)).map(({ participationId }) => participationId)).toEqual([
      null,
      null,
      body.items[0]?.id,
    ]);
  });
});

describe('a wave that is held up', () => {
  it('shows how fast it goes, stops when paused with nobody invited and not told, and goes on', async () => {
    await rate(20);
    const { id, customers } = await checked(400);
    await steer(id, 'send');
    const going = await when(id, ({ perMinute, messages }) => perMinute !== null && messages.sent > 10);
    expect(Date.parse(going.expectedEndAt ?? '')).toBeGreaterThan(Date.parse(going.createdAt));
    expect(await steer(id, 'pause')).toMatchObject({ state: 'paused', pausedBecause: 'asked' });
    await rate(1_000);
    const paused = await when(id, ({ messages }) => messages.pending === 0);
    expect(await client.workflow.getHandle(waveIdOf(id)).result()).toMatchObject({ ended: 'paused' });
    const stands = await get(id);
    expect(stands.rows.invited).toBeLessThanOrEqual(200);
    expect(stands.rows).toEqual(paused.rows);
    expect(await steer(id, 'resume')).toMatchObject({ state: 'sending', pausedBecause: null });
    await when(id, ({ state, messages }) => state === 'done' && messages.pending === 0);
    await everybodyIsInvitedOnce(customers);
  });

  it('pauses itself when more than one in twenty fails, and looks at fresh ones when resumed', async () => {
    await mailbox.tell({ mode: 'refuse', channel: 'sms', times: 11 });
    const { id } = await checked(400);
    await steer(id, 'send');
    const paused = await when(id, ({ state }) => state === 'paused');
    expect(paused).toMatchObject({ pausedBecause: 'too-many-failed', messages: { failed: 11 } });
    expect(paused.rows.toInvite).toBeGreaterThanOrEqual(200);
    await steer(id, 'resume');
    const done = await when(id, ({ state, messages }) => state === 'done' && messages.pending === 0);
    expect(done).toMatchObject({ rows: { invited: 400 }, messages: { failed: 11 } });
  });

  it('goes on by itself when ten of two hundred fail', async () => {
    await mailbox.tell({ mode: 'refuse', channel: 'sms', times: 10 });
    const { id } = await checked(210);
    await steer(id, 'send');
    expect(await when(id, ({ state, messages }) => state === 'done' && messages.pending === 0)).toMatchObject(
      {
        rows: { invited: 210 },
        messages: { failed: 10 },
      },
    );
  });

  it('has a workflow again when its own was terminated', async () => {
    await rate(40);
    const { id, customers } = await checked(150);
    await steer(id, 'send');
    await when(id, ({ rows }) => rows.invited > 0);
    await client.workflow.getHandle(waveIdOf(id)).terminate();
    await rate(1_000);
    await when(id, ({ state, messages }) => state === 'done' && messages.pending === 0);
    await everybodyIsInvitedOnce(customers);
  });
});

describe('a wave that is cancelled', () => {
  it('gives its customers back when nobody has heard of it', async () => {
    const { id, customers } = await checked(40, 'with-holdout');
    const heldOut = (await report(id, '&verdict=held-out')).map(({ customerId }) => customerId);
    expect(await steer(id, 'cancel')).toMatchObject({ state: 'cancelled' });
    for (const customerId of heldOut)
      expect(
        await api.call('POST', '/v1/participations', { programme: 'with-holdout', customerId }),
      ).toMatchObject({
        status: 201,
      });
    expect(customers).toHaveLength(40);
    expect(await api.call('POST', `/v1/waves/${id}/send`)).toMatchObject({
      status: 409,
      body: { code: 'wrong-state' },
    });
    const { rowCount } = await pool.query('select from wave_contact where wave_id = $1', [id]);
    expect(rowCount).toBe(0);
  });

  it('invites nobody more when its workflow is cancelled in the Web UI', async () => {
    await rate(20);
    const { id } = await checked(400);
    await steer(id, 'send');
    await when(id, ({ rows }) => rows.invited > 0);
    await client.workflow.getHandle(waveIdOf(id)).cancel();
    const { rows } = await when(id, ({ state }) => state === 'cancelled');
    await rate(1_000);
    const settled = await when(id, ({ messages }) => messages.pending === 0);
    expect(settled.rows).toEqual(rows);
    const { rowCount } = await pool.query('select from wave_contact where wave_id = $1', [id]);
    expect(rowCount).toBe(0);
  });
});

it('a wave without a list cannot be sent, nor one that is nothing', async () => {
  const { id } = await wave('open-to-all');
  expect(await api.call('POST', `/v1/waves/${id}/send`)).toMatchObject({
    status: 409,
    body: { code: 'list-missing' },
  });
  expect(await api.call('POST', `/v1/waves/${randomUUID()}/send`)).toMatchObject({ status: 404 });
});
