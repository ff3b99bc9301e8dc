import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { WaveView } from '../../src/waves/wave.js';
import { type ProblemBody } from './api.js';
import { cloudEvent } from './events.js';
import { startWaves } from './start-waves.js';
import { CONSENT, listOf } from './waves.js';

const { api, pool, wave, reasons } = await startWaves();
const MEGABYTE = 1024 * 1024;

/** Sends these bytes as they are, saying that they are packed like this. */
async function send<Body = ProblemBody>(
  method: string,
  path: string,
  body: Buffer,
  type: string,
  coding: string,
) {
  const response = await fetch(api.url + path, {
    method,
    headers: {
      authorization: `Bearer ${await api.issuer.token('operator')}`,
      'content-type': type,
      'content-encoding': coding,
    },
    body: new Uint8Array(body),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
}

const put = (id: string, list: Buffer, coding: string, type = 'text/csv') =>
  send<WaveView & ProblemBody>('PUT', `/v1/waves/${id}/list`, list, type, coding);

const BATCH = 'application/cloudevents-batch+json';
const LIST = listOf(['p-1', 'p-2']);
const NDJSON = '{"customerId":"p-1"}\n';

describe('a body that is packed', () => {
  it.each(['gzip', 'x-gzip', 'GZIP', 'gzip, identity'])('as %s is unpacked: a list', async (coding) => {
    const { id } = await wave('all-invited');
    expect(await put(id, gzipSync(LIST), coding)).toMatchObject({ status: 200, body: { state: 'checked' } });
    expect(await reasons(id)).toEqual(['p-1 to-invite', 'p-2 to-invite']);
  });

  it('in several parts is unpacked whole', async () => {
    const { id } = await wave('all-invited');
    const parts = Buffer.concat([LIST.slice(0, 50), LIST.slice(50)].map((part) => gzipSync(part)));
    expect(await put(id, parts, 'gzip')).toMatchObject({ status: 200, body: { rows: { total: 2 } } });
  });

  it('as identity is what it is', async () => {
    const { id } = await wave('all-invited');
    expect(await put(id, Buffer.from(LIST), 'identity')).toMatchObject({ status: 200 });
  });

  it('is unpacked for every call: events, an invitation', async () => {
    await api.invite('p-events');
    const event = cloudEvent('p-events', 'selfservice.visited');
    const events = gzipSync(JSON.stringify([event]));
    const taken = await send('POST', '/v1/events', events, BATCH, 'gzip');
    expect(taken).toMatchObject({ status: 202, body: [{ status: 'accepted' }] });
    expect((await pool.query('select from event where id = $1', [event['id']])).rowCount).toBe(1);
    const invitation = gzipSync(JSON.stringify({ programme: 'all-invited', customerId: 'p-invited' }));
    expect(await send('POST', '/v1/participations', invitation, 'application/json', 'gzip')).toMatchObject({
      status: 201,
    });
  });

  it.each<[string, Buffer]>([
    ['br', brotliCompressSync(LIST)],
    ['deflate', deflateSync(LIST)],
    ['gzip, gzip', gzipSync(gzipSync(LIST))],
    ['aes128gcm', Buffer.from(LIST)],
  ])('otherwise is refused by name, with what is taken: %s', async (coding, list) => {
    const { id } = await wave('all-invited');
    const refused = { status: 415, body: { code: 'content-encoding-unsupported' } };
    const answer = await put(id, list, coding);
    expect(answer).toMatchObject(refused);
    expect(answer.headers.get('accept-encoding')).toBe('gzip, identity');
    expect(answer.body.detail).toContain('Content-Encoding');
    expect(await send('POST', '/v1/events', list, BATCH, coding)).toMatchObject(refused);
    expect(await reasons(id)).toEqual([]);
  });

  it.each<[string, Buffer]>([
    [
      'ends too early',
      gzipSync(listOf(Array.from({ length: 5_000 }, (_, i) => `p-${i}-${i ** 7}`))).subarray(0, 30_000),
    ],
    ['is none', Buffer.from(LIST)],
    ['is changed', gzipSync(LIST).fill(0xff, 20, 30)],
  ])('and %s is refused, and nothing of it is kept', async (_what, list) => {
    const { id } = await wave('all-invited');
    const refused = { status: 400, body: { code: 'content-encoding-broken' } };
    expect(await put(id, list, 'gzip')).toMatchObject(refused);
    expect(await send('POST', '/v1/events', list, BATCH, 'gzip')).toMatchObject(refused);
    expect((await api.call<WaveView>('GET', `/v1/waves/${id}`)).body).toMatchObject({
      state: 'empty',
      rows: { total: 0 },
    });
    expect(await put(id, gzipSync(LIST), 'gzip')).toMatchObject({ status: 200 });
  });

  it('and unpacks to more than a body may have is refused', async () => {
    const events = gzipSync(
      JSON.stringify(Array.from({ length: 900 }, (_, i) => ({ id: i, pad: String(i ** 9).repeat(150) }))),
    );
    expect(events.length).toBeLessThan(2 * MEGABYTE);
    const refused = { status: 413, body: { code: 'content-too-large' } };
    expect(await send('POST', '/v1/events', events, BATCH, 'gzip')).toMatchObject(refused);
  });

  it.each([
    ['of blank lines', '\n'],
    ['of separators', ','],
    ['of rows', `p-1,+4915123456780,${CONSENT}\n`],
  ])(
    'and unpacks to a thousand times its size is refused before that does harm: a list %s',
    async (_what, piece) => {
      const { id } = await wave('all-invited');
      const bomb = gzipSync(
        Buffer.concat([Buffer.from(`${LIST.split('\n', 1)[0]}\n`), Buffer.alloc(64 * MEGABYTE, piece)]),
      );
      const before = process.memoryUsage.rss();
      expect(await put(id, bomb, 'gzip')).toMatchObject({ status: 413, body: { code: 'content-too-large' } });
      expect(process.memoryUsage.rss() - before).toBeLessThan(100 * MEGABYTE);
      expect(await reasons(id)).toEqual([]);
    },
  );

  it('and ends too early is refused as NDJSON, too', async () => {
    const { id } = await wave('all-invited');
    const list = gzipSync(NDJSON.repeat(1_000));
    const refused = { status: 400, body: { code: 'content-encoding-broken' } };
    expect(await put(id, list.subarray(0, -9), 'gzip', 'application/x-ndjson')).toMatchObject(refused);
    const taken = { status: 200, body: { rows: { total: 1_000 } } };
    expect(await put(id, list, 'gzip', 'application/x-ndjson')).toMatchObject(taken);
  });
});
