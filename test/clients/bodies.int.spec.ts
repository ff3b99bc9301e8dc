import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { TestApi } from '../api/api.js';
import { cloudEvent } from '../api/events.js';
import { EMPTY, sendRaw } from './raw.js';

const api = await TestApi.start();
await api.publish();

const JSON_TYPE = ['content-type', 'application/json'] as const;
const NOBODY = randomUUID();

async function leaving(): Promise<string> {
  const { id } = await api.invite(randomUUID());
  return `/v1/participations/${id}/leave`;
}

describe('an empty body of a call that needs none', () => {
  it.each([
    ['as JSON', [JSON_TYPE, EMPTY]],
    ['as JSON in UTF-8', [['content-type', 'application/json; charset=utf-8'], EMPTY]],
    ['as JSON in chunks, of which there is none', [JSON_TYPE, ['transfer-encoding', 'chunked']]],
    ['in chunks without a type', [['transfer-encoding', 'chunked']]],
    ['as a form', [['content-type', 'application/x-www-form-urlencoded'], EMPTY]],
    ['as a form of parts', [['content-type', 'multipart/form-data; boundary=x'], EMPTY]],
    ['as text', [['content-type', 'text/plain'], EMPTY]],
    ['as a list', [['content-type', 'text/csv'], EMPTY]],
    ['as any bytes', [['content-type', 'application/octet-stream'], EMPTY]],
    ['of some JSON', [['content-type', 'application/vnd.operator+json'], EMPTY]],
    ['as an event', [['content-type', 'application/cloudevents+json'], EMPTY]],
    ['without a type', [EMPTY]],
  ] as const)('is taken %s', async (_how, headers) => {
    expect(await sendRaw(api, { path: await leaving(), headers })).toMatchObject({ status: 202 });
  });

  it.each([
    ['/v1/grants/%/retry', 404, 'grant-unknown'],
    ['/v1/waves/%/send', 404, 'wave-unknown'],
    ['/v1/waves/%/pause', 404, 'wave-unknown'],
    ['/v1/waves/%/resume', 404, 'wave-unknown'],
    ['/v1/waves/%/cancel', 404, 'wave-unknown'],
    ['/v1/programmes/p%/versions/1/publish', 404, 'programme-unknown'],
    ['/v1/customers/%/erase', 202, undefined],
    ['/v1/customers/%/export', 200, undefined],
  ])('is none at %s', async (path, status, code) => {
    const answer = await sendRaw(api, { path: path.replace('%', NOBODY), headers: [JSON_TYPE, EMPTY] });
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
  });

  it.each([
    ['GET', '/v1/waves', 200],
    ['HEAD', '/health/live', 200],
    ['OPTIONS', '/v1/waves', 405],
    ['DELETE', '/v1/waves', 405],
    ['POST', '/v1/nowhere', 404],
  ])('changes nothing of %s %s', async (method, path, status) => {
    expect((await sendRaw(api, { method, path, headers: [JSON_TYPE] })).status).toBe(status);
    expect((await sendRaw(api, { method, path, headers: [JSON_TYPE, EMPTY] })).status).toBe(status);
  });
});

describe('an empty body of a call that needs one', () => {
  it.each([
    ['/v1/participations', ['/programme', '/customerId']],
    [`/v1/participations/${NOBODY}/reinstate`, ['/reason']],
    [`/v1/participations/${NOBODY}/appeal/decline`, ['/reason']],
    ['/v1/waves', ['/programme']],
    ['/v1/programmes', ['/code', '/quietPeriod']],
    ['/v1/opt-outs', ['/channel']],
  ])('is told at %s what is missing', async (path, pointers) => {
    for (const headers of [[JSON_TYPE, EMPTY], [EMPTY], []]) {
      const { status, body } = await sendRaw<{ errors: { pointer: string }[] }>(api, { path, headers });
      const missing = body.errors.map(({ pointer }) => pointer);
      expect({ status, missing }).toEqual({ status: 400, missing: expect.arrayContaining(pointers) });
    }
  });

  it('is told that an event is missing', async () => {
    const answer = await sendRaw(api, { path: '/v1/events', headers: [JSON_TYPE, EMPTY] });
    expect(answer).toMatchObject({ status: 400, body: { code: 'not-an-event' } });
  });
});

describe('a body that is not read', () => {
  it.each([
    ['text/plain', 'hello', 415],
    ['application/octet-stream', 'hello', 415],
    ['application/vnd.operator+json', '{}', 415],
    ['application/x-www-form-urlencoded', 'a=b', 415],
    ['text/csv', 'customerId', 415],
    ['application/json', '{', 400],
    ['application/json', ' ', 400],
  ])('of %s is refused: %j', async (type, body, status) => {
    const answer = await sendRaw(api, { path: await leaving(), headers: [['content-type', type]], body });
    expect(answer.status).toBe(status);
  });

  it.each([
    ['in Latin-1', Buffer.from(JSON.stringify(cloudEvent('Zoë', 'selfservice.visited')), 'latin1')],
    ['in UTF-16', Buffer.from(JSON.stringify(cloudEvent('Zoe', 'selfservice.visited')), 'utf16le')],
  ])('is refused, for JSON is UTF-8: %s', async (_how, body) => {
    const answer = await sendRaw(api, { path: '/v1/events', headers: [JSON_TYPE], body });
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed-request' } });
  });

  it('at an address that nobody answers is not found', async () => {
    const headers = [['content-type', 'text/plain']] as const;
    expect((await sendRaw(api, { path: '/v1/nowhere', headers, body: 'hello' })).status).toBe(404);
  });
});
