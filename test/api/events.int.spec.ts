import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { KeptEvent } from '../../src/events/event-list.js';
import type { Receipt } from '../../src/events/receipt.js';
import type { Page } from '../../src/paging/page.js';
import { TestApi } from './api.js';
import { cloudEvent, registration } from './events.js';

const api = await TestApi.start();
await api.publish();
await api.invite('somebody');

const STRUCTURED = { 'content-type': 'application/cloudevents+json; charset=utf-8' };
const BATCH = { 'content-type': 'application/cloudevents-batch+json' };

function send(body: unknown, headers = {}) {
  return api.call<Receipt[]>('POST', '/v1/events', body, headers);
}

async function kept(id: string): Promise<KeptEvent | undefined> {
  const { body } = await api.call<Page<KeptEvent>>('GET', `/v1/events?id=${encodeURIComponent(id)}`);
  return body.items[0];
}

describe('an event is taken', () => {
  it.each([
    ['as plain JSON', {}],
    ['in structured mode', STRUCTURED],
  ])('%s', async (_, headers) => {
    const event = registration('somebody');
    expect(await send(event, headers)).toMatchObject({
      status: 202,
      body: [{ id: event.id, status: 'accepted' }],
    });
    const { id, source, type, time, subject } = event;
    const effects = [{ participationId: expect.any(String), status: 'pending' }];
    const data = { privacyPolicy: '2026-01' };
    expect(await kept(id)).toMatchObject({ id, source, type, time, subject, data, effects });
  });

  it('in binary mode, its attributes percent-encoded', async () => {
    await api.invite('Zoë & Co');
    const id = `ä-${randomUUID()}`;
    const headers = {
      'ce-specversion': '1.0',
      'ce-id': encodeURIComponent(id),
      'ce-source': 'urn:portal',
      'ce-type': 'milestone.reached',
      'ce-time': '2026-11-01T12:00:00.5+01:00',
      'ce-subject': encodeURIComponent('Zoë & Co'),
    };
    const { status, body } = await send({ code: 'app-installed' }, headers);
    expect({ status, body }).toEqual({ status: 202, body: [{ id, status: 'accepted' }] });
    expect(await kept(id)).toMatchObject({
      subject: 'Zoë & Co',
      time: '2026-11-01T11:00:00.500Z',
      data: { code: 'app-installed' },
    });
  });

  it('in binary mode without a body, where its type needs no data', async () => {
    const { id, source, type, time, subject } = cloudEvent('somebody', 'selfservice.visited');
    const { status } = await send(undefined, {
      'ce-specversion': '1.0',
      'ce-id': id,
      'ce-source': source,
      'ce-type': type,
      'ce-time': time,
      'ce-subject': subject,
    });
    expect(status).toBe(202);
    expect(await kept(id)).toMatchObject({ effects: [{ status: 'applied' }] });
  });

  it('with extension attributes and further data, which are not kept', async () => {
    const event = cloudEvent('somebody', 'hotline.called', {
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      data: { callId: 'c-1', reason: 'fault', direction: 'inbound', agent: 'a name' },
    });
    expect((await send(event)).status).toBe(202);
    expect((await kept(event.id))?.data).toEqual({ callId: 'c-1', reason: 'fault', direction: 'inbound' });
  });

  it('once: a repetition is told so, and changes nothing', async () => {
    const event = cloudEvent('somebody', 'selfservice.app-installed');
    await send(event);
    expect(await send(event)).toMatchObject({ status: 202, body: [{ id: event.id, status: 'duplicate' }] });
    const otherSource = { ...event, source: 'urn:app' };
    expect(await send(otherSource)).toMatchObject({ body: [{ status: 'accepted' }] });
  });

  it('with the same answer where nobody knows the customer, so that nobody learns who takes part', async () => {
    const event = cloudEvent('a-stranger', 'selfservice.visited');
    expect(await send(event)).toMatchObject({ status: 202, body: [{ id: event.id, status: 'accepted' }] });
    expect(await kept(event.id)).toBeUndefined();
    const { body } = await api.call<string>('GET', '/metrics');
    expect(body).toMatch(/^quietline_events_total\{outcome="unknown-customer"\} [1-9]/m);
  });
});

describe('a batch', () => {
  it('keeps the good neighbours of a bad event, and says of each what became of it', async () => {
    const good = cloudEvent('somebody', 'hotline.called', { data: { callId: 'c-2' } });
    const unconsented = cloudEvent('somebody', 'selfservice.registered', { data: {} });
    const future = cloudEvent('somebody', 'selfservice.visited', { time: '2999-01-01T00:00:00Z' });
    const { status, body } = await send([good, unconsented, 'nonsense', good, future], BATCH);
    expect(status).toBe(202);
    expect(body).toEqual([
      { id: good.id, status: 'accepted' },
      { id: unconsented.id, status: 'refused', code: 'consent-missing', pointer: '/data/privacyPolicy' },
      { id: null, status: 'refused', code: 'invalid-event', pointer: '' },
      { id: good.id, status: 'duplicate' },
      { id: future.id, status: 'refused', code: 'time-in-future', pointer: '/time' },
    ]);
    expect(await kept(good.id)).toBeDefined();
    expect(await kept(unconsented.id)).toBeUndefined();
  });

  it('lets a corrected event have the id of the refused one', async () => {
    const refused = cloudEvent('somebody', 'selfservice.registered', { data: {} });
    await send([refused]);
    const corrected = { ...refused, data: { privacyPolicy: '1' } };
    expect((await send([corrected])).body).toEqual([{ id: refused.id, status: 'accepted' }]);
  });

  it('holds up to 1,000 events', async () => {
    const events = Array.from({ length: 1_001 }, () => cloudEvent('somebody', 'selfservice.visited'));
    expect(
      (await send(events.slice(1), BATCH)).body.filter(({ status }) => status === 'accepted'),
    ).toHaveLength(1_000);
    const { status, body } = await api.call('POST', '/v1/events', events, BATCH);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'batch-too-large' });
  });

  it('may be empty', async () => {
    expect(await send([], BATCH)).toMatchObject({ status: 202, body: [] });
  });
});

const call = (data: object) => cloudEvent('somebody', 'hotline.called', { data });

it.each<[status: number, pointer: string, code: string, event: object]>([
  [
    400,
    '/specversion',
    'invalid-event',
    cloudEvent('somebody', 'selfservice.visited', { specversion: '0.3' }),
  ],
  [400, '/id', 'invalid-event', cloudEvent('somebody', 'selfservice.visited', { id: '' })],
  [400, '/id', 'invalid-event', cloudEvent('somebody', 'selfservice.visited', { id: 7 })],
  [400, '/source', 'invalid-event', cloudEvent('somebody', 'selfservice.visited', { source: undefined })],
  [400, '/subject', 'invalid-event', cloudEvent('somebody', 'selfservice.visited', { subject: undefined })],
  [400, '/subject', 'invalid-event', cloudEvent('nul\u0000', 'selfservice.visited')],
  [400, '/time', 'invalid-event', cloudEvent('somebody', 'selfservice.visited', { time: undefined })],
  [
    400,
    '/time',
    'invalid-event',
    cloudEvent('somebody', 'selfservice.visited', { time: '2026-11-01T12:00:00' }),
  ],
  [
    400,
    '/time',
    'invalid-event',
    cloudEvent('somebody', 'selfservice.visited', { time: '2026-02-30T12:00:00Z' }),
  ],
  [
    400,
    '/time',
    'invalid-event',
    cloudEvent('somebody', 'selfservice.visited', { time: '0000-01-01T00:00:00Z' }),
  ],
  [
    400,
    '/time',
    'time-in-future',
    cloudEvent('somebody', 'selfservice.visited', { time: '2999-01-01T00:00:00Z' }),
  ],
  [
    400,
    '/time',
    'time-in-future',
    cloudEvent('somebody', 'selfservice.visited', { time: '9999-12-31T23:59:59-12:00' }),
  ],
  [400, '/type', 'unknown-type', cloudEvent('somebody', 'selfservice.danced')],
  [400, '/type', 'unknown-type', cloudEvent('somebody', 'participation.left')],
  [400, '/type', 'unknown-type', cloudEvent('somebody', 'toString')],
  [400, '/data', 'invalid-event', cloudEvent('somebody', 'selfservice.visited', { data: 'text' })],
  [
    400,
    '/datacontenttype',
    'invalid-event',
    cloudEvent('somebody', 'selfservice.visited', { datacontenttype: 'text/xml' }),
  ],
  [
    400,
    '/data_base64',
    'invalid-event',
    cloudEvent('somebody', 'selfservice.visited', { data_base64: 'AA==' }),
  ],
  [400, '/data/privacyPolicy', 'consent-missing', cloudEvent('somebody', 'selfservice.registered')],
  [400, '/data/privacyPolicy', 'consent-missing', registration('somebody', { data: { privacyPolicy: '' } })],
  [
    400,
    '/data/privacyPolicy',
    'consent-missing',
    cloudEvent('somebody', 'milestone.reached', { data: { code: 'registered' } }),
  ],
  [400, '/data/code', 'invalid-event', cloudEvent('somebody', 'milestone.reached', { data: {} })],
  [400, '/data/callId', 'invalid-event', call({})],
  [400, '/data/reason', 'invalid-event', call({ callId: 'c', reason: 7 })],
  [400, '/data/direction', 'invalid-event', call({ callId: 'c', direction: 'sideways' })],
  [400, '/data/callId', 'invalid-event', cloudEvent('somebody', 'hotline.call-retracted', { data: {} })],
  [
    400,
    '/data/participationId',
    'invalid-event',
    cloudEvent('somebody', 'contract.ended', { data: { participationId: '1' } }),
  ],
])('a single event that is refused is a problem: %d %s %s', async (status, pointer, code, event) => {
  const answer = await api.call('POST', '/v1/events', event);
  expect(answer.body).toMatchObject({ status, pointer, code });
  expect(answer.status).toBe(status);
});

describe('a client', () => {
  const as = async (client: string) => ({ authorization: `Bearer ${await api.issuer.token(client)}` });
  const called = { source: 'urn:contact-centre', data: { callId: 'c-9' } };

  it('sends what it is bound to', async () => {
    const event = cloudEvent('somebody', 'hotline.called', called);
    expect((await send(event, await as('centre'))).status).toBe(202);
  });

  it.each([
    ['centre', '/source', 'source-not-allowed', { ...called, source: 'urn:portal' }],
    ['centre', '/type', 'type-not-allowed', { ...called, type: 'selfservice.visited' }],
    ['unbound', '/source', 'source-not-allowed', called],
    ['constructor', '/source', 'source-not-allowed', called],
    ['operator', '/source', 'source-reserved', { ...called, source: 'urn:quietline' }],
  ])('%s may not send more: %s %s', async (client, pointer, code, more) => {
    const event = cloudEvent('somebody', 'hotline.called', more);
    const answer = await api.call('POST', '/v1/events', event, await as(client));
    expect(answer).toMatchObject({ status: 403, body: { status: 403, pointer, code } });
    const batch = await send([event], await as(client));
    expect(batch).toMatchObject({ status: 202, body: [{ id: event.id, status: 'refused', code, pointer }] });
  });
});

it.each<[status: number, code: string, body: string, headers: Record<string, string>]>([
  [400, 'malformed-request', '{"specversion":', STRUCTURED],
  [400, 'malformed-request', '{"__proto__":{}}', STRUCTURED],
  [400, 'not-a-batch', '{}', BATCH],
  [400, 'not-an-event', '[]', STRUCTURED],
  [400, 'not-an-event', '7', {}],
  [400, 'invalid-event', '{}', { 'ce-specversion': '1.0', 'ce-id': '%zz' }],
  [415, 'unsupported-media-type', '<event/>', { 'content-type': 'application/xml' }],
  [415, 'unsupported-media-type', 'id=1', { 'content-type': 'application/x-www-form-urlencoded' }],
  [415, 'unsupported-media-type', 'hello', { 'content-type': 'text/plain' }],
  [413, 'content-too-large', JSON.stringify('x'.repeat(2 * 1024 * 1024)), {}],
])('what is no event at all is a problem: %d %s', async (status, code, body, headers) => {
  const answer = await api.call('POST', '/v1/events', body, headers);
  expect(answer).toMatchObject({ status, body: { status, code } });
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
});
