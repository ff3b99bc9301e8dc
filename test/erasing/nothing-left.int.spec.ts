import { createHash, randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import definition from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import { keepAppeal } from '../../src/appeals/appeals.js';
import type { CustomerFile } from '../../src/customers/customer-file.js';
import { createLogger } from '../../src/logs/logger.js';
import { keepAcceptance } from '../../src/my-programme/registering/acceptances.js';
import { callHash } from '../../prisma/call-hash.js';
import { Watching } from '../../src/video/watching.js';
import type { WaveView } from '../../src/waves/wave.js';
import { Sender } from '../../src/worker/sender.js';
import { temporalLogger } from '../../src/worker/temporal-logger.js';
import { TestApi } from '../api/api.js';
import { cloudEvent } from '../api/events.js';
import { number, toldMailbox } from '../mailbox/told-mailbox.js';
import { Installation } from '../support/installation.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { until } from '../support/until.js';
import { workflowIdOf } from '../../workflows/contract/participation.js';
import { erase, eraserOn, everyHistory, everyRow, letLookAgain, receipt, sink } from './kit.js';

const logged: string[] = [];
const log = createLogger('worker', { logLevel: 'trace' }, sink(logged));
const temporal = await ownTemporalEnvironment([], temporalLogger(log));
const mailbox = await toldMailbox();
const installation = await Installation.start(temporal, ['relay', 'workers'], log);
const { config, database } = installation;
const { pool } = database;
const api = await TestApi.start({
  DATABASE_URL: database.url,
  TEMPORAL_ADDRESS: temporal.address,
  TEMPORAL_NAMESPACE: temporal.namespace,
  LOG_LEVEL: 'trace',
});
await api.publish('sent');
await api.publish('only-checked');

const planted = (what: string) => `planted-${what}-${randomUUID()}`;

/** Everything about a customer that the API takes. */
const PLANTED = {
  customerId: planted('customer'),
  mobile: number(),
  email: `${planted('mail')}@example.org`,
  evidence: `${planted('evidence')} of 2026-03-01`,
  accountId: planted('account'),
  bucketId: planted('bucket'),
  source: planted('source'),
  eventId: planted('event'),
  callId: planted('call'),
  reason: planted('reason'),
  policy: planted('policy'),
  excuse: planted('excuse'),
  key: planted('key'),
  appeal: planted('appeal'),
  answer: planted('answer'),
  sitting: planted('sitting'),
  browser: planted('browser'),
};

it('of an erased customer nothing personal is left in any table, log or history', async () => {
  const p = PLANTED;
  const point = { basis: 'express-consent', evidence: p.evidence };
  const { body: participation } = await api.call<{ id: string }>(
    'POST',
    '/v1/participations',
    {
      programme: definition.code,
      customerId: p.customerId,
      language: 'en',
      contact: { mobile: { value: p.mobile, ...point }, email: { value: p.email, ...point } },
      account: { id: p.accountId, bucketId: p.bucketId },
      reached: [{ code: 'app-installed', time: new Date().toISOString() }],
    },
    { 'idempotency-key': p.key },
  );
  const { id } = participation;
  const phaseIs = (phase: string) =>
    until(async () => ((await api.get(id)).phase === phase ? true : undefined));
  const report = (type: string, data: object, n: number) =>
    api.call(
      'POST',
      '/v1/events',
      cloudEvent(p.customerId, type, { source: p.source, id: `${p.eventId}-${n}`, data }),
    );

  await report('selfservice.registered', { privacyPolicy: p.policy }, 1);
  await phaseIs('quiet');
  await report('selfservice.visited', {}, 2);
  await report('hotline.called', { callId: p.callId, reason: p.reason }, 3);
  await phaseIs('forfeited');
  const reinstating = { reason: p.excuse };
  await api.call('POST', `/v1/participations/${id}/reinstate`, reinstating, {
    'idempotency-key': `${p.key}-2`,
  });
  await phaseIs('quiet');
  await report('hotline.called', { callId: `${p.callId}-2`, reason: p.reason }, 4);
  await phaseIs('forfeited');
  await onThePage(id);
  await api.call(
    'POST',
    `/v1/participations/${id}/appeal/decline`,
    { reason: p.answer },
    { 'idempotency-key': `${p.key}-3` },
  );
  await parkOne(id);
  await listed('only-checked');
  await sent(await listed('sent'));
  await sendMessages(id);

  const planted = [...Object.values(PLANTED), ...(await references(id))];
  const before = [...(await everyRow(pool)).values()].join('\n');
  for (const value of planted) expect(before).toContain(value);
  const { body: file } = await api.call<CustomerFile>('POST', `/v1/customers/${p.customerId}/export`);
  for (const value of planted.filter((each) => each !== p.key && each !== p.browser))
    expect(JSON.stringify(file)).toContain(value);

  const erasure = await erase(api, p.customerId);
  await phaseIs('ended');
  await report('selfservice.visited', {}, 5);
  await until(async () => {
    await letLookAgain(pool);
    await eraserOn(pool, config.hashKey).round();
    return (await receipt(api, erasure)).state === 'done' || undefined;
  });
  await report('selfservice.visited', {}, 6);
  await temporal.client.workflow.getHandle(workflowIdOf(id)).result();

  const hash = callHash(config.hashKey);
  const calls = [hash(p.callId), hash(`${p.callId}-2`)];
  for (const call of calls) expect(before).toContain(call);
  for (const [table, rows] of await everyRow(pool))
    for (const value of [...planted, ...calls])
      expect({ table, holds: rows.includes(value) && value }).toEqual({ table, holds: false });
  const histories = await everyHistory(temporal);
  for (const known of [id, 'hotlineCalled', 'exempt']) expect(histories).toContain(known);
  const written = [...logged, ...api.logged].join('');
  expect(written).toContain('/v1/customers/:customerId/erase');
  for (const value of planted) {
    expect(histories).not.toContain(value);
    expect(written).not.toContain(value);
  }
  const found = await receipt(api, erasure);
  expect(found).toMatchObject({ participations: 2 });
  expect(JSON.stringify(found)).not.toContain(id);
  const own = await pool.query(
    'select from session union all select from acceptance union all select from video_progress',
  );
  expect(own.rowCount).toBe(0);
  const { rowCount: leading } = await pool.query(
    `select from wave_row where participation_id is not null or invited_at is not null
     union all select from message where wave_id is not null`,
  );
  expect(leading).toBe(0);
});

/** What the customer's own page keeps: what was accepted, an appeal, what was played of the video, and a session. */
async function onThePage(participation: string): Promise<void> {
  const { customerId, appeal, policy, sitting, browser } = PLANTED;
  const at = new Date();
  const text = 'The privacy notice.';
  const shown = { version: policy, text, sha256: createHash('sha256').update(text).digest('hex') };
  await keepAcceptance(pool, { participation, what: 'privacy-notice', shown, language: 'en', at });
  await keepAppeal(pool, { participation, text: appeal, at });
  await new Watching(pool).hear(participation, { sitting, played: [] });
  await pool.query(
    `insert into session (id_hash, customer_id, data, expires_at) values ($1, $2, $3, now() + interval '1 hour')`,
    [randomUUID(), customerId, JSON.stringify({ _csrf: browser })],
  );
}

/** One of this participation's deliveries could not be brought, as far as anybody can see. */
async function parkOne(participation: string): Promise<void> {
  const { rowCount } = await pool.query(
    `update delivery set status = 'parked', code = 'unreadable-event' where id = (
       select max(d.id) from delivery d join event e on e.seq = d.event_seq
       where d.participation_id = $1 and e.type = 'selfservice.visited'
     )`,
    [participation],
  );
  if (rowCount !== 1) throw new Error('nothing to park');
}

/** By these the operator's other systems know the customer: the charging system, the SMS centre or mail server. */
async function references(participation: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ reference: string }>(
    `select reference from "grant" where participation_id = $1 union all
     select unnest(array[id::text, reference]) from message where participation_id = $1 and reference is not null`,
    [participation],
  );
  expect(rows.length).toBeGreaterThan(3);
  return rows.map(({ reference }) => reference);
}

/** A list for this programme names the customer; answers its wave. */
async function listed(programme: string): Promise<string> {
  const { customerId, mobile, evidence, accountId, bucketId, policy } = PLANTED;
  const reached = [{ code: 'registered', time: new Date().toISOString(), privacyPolicy: policy }];
  const { body: wave } = await api.call<WaveView>('POST', '/v1/waves', { programme });
  const point = { mobile, smsBasis: 'express-consent', smsEvidence: evidence };
  const row = { customerId, ...point, accountId, bucketId, reached };
  const type = { 'content-type': 'application/x-ndjson' };
  const { body } = await api.call<WaveView>('PUT', `/v1/waves/${wave.id}/list`, JSON.stringify(row), type);
  expect(body.rows).toMatchObject({ total: 1, toInvite: 1 });
  return wave.id;
}

async function sent(wave: string): Promise<void> {
  await api.call('POST', `/v1/waves/${wave}/send`);
  await until(async () => {
    const { body } = await api.call<WaveView>('GET', `/v1/waves/${wave}`);
    return body.rows.invited === 1 || undefined;
  });
}

async function sendMessages(participation: string): Promise<void> {
  const sender = new Sender({ ...config, smsUrl: mailbox.smsUrl, smtpUrl: mailbox.smtpUrl }, pool, log);
  const running = sender.run();
  await until(async () => {
    const { rowCount } = await pool.query(
      `select from message where participation_id = $1 and reference is not null limit 1`,
      [participation],
    );
    return rowCount === 1 || undefined;
  });
  sender.stop();
  await running;
}
