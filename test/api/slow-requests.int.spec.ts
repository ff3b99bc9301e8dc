import { once } from 'node:events';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { limitSlowRequests, serverTimes } from '../../src/api/slow-requests.js';
import { TestApi } from './api.js';
import { registration } from './events.js';
import { head, RawConnection } from './raw-connection.js';
import { HEADER, listOf, waveCalls } from './waves.js';

/** As short as a busy machine allows: nothing here is true only while it is fast. */
const TIMES = { headers: 300, body: 300, still: 2_000, afterAnswer: 300, looks: 50 };
const api = await TestApi.start({}, undefined, undefined, { requestTimes: TIMES });
await api.publish();

const CHUNKED = { 'transfer-encoding': 'chunked' };
const JSON_BODY = { ...CHUNKED, 'content-type': 'application/json' };
const BYTE = '1\r\n \r\n';

const open = () => RawConnection.to(api.url);
const token = async () => ({ authorization: `Bearer ${await api.issuer.token('operator')}` });

describe('a connection is closed', () => {
  it('on which nothing ever comes', async () => {
    await expect((await open()).closed).resolves.toMatch(/^(HTTP\/1.1 408 |$)/);
  });

  it('whose headers never end, and it hears why', async () => {
    const connection = (await open()).send('POST /v1/events HTTP/1.1\r\nx-slow: ').trickle('a');
    await expect(connection.closed).resolves.toMatch(/^HTTP\/1.1 408 .*"code":"malformed-request"/s);
  });

  it.each([
    ['reports an event', 'POST /v1/events', { 'content-type': 'application/cloudevents+json' }],
    ['invites', 'POST /v1/participations', { 'content-type': 'application/json' }],
  ])('that %s without a token and without an end, and it hears why', async (_what, line, headers) => {
    const connection = (await open()).send(head(line, { ...headers, ...CHUNKED })).trickle(BYTE);
    const heard = await connection.closed;
    expect(heard).toMatch(/^HTTP\/1.1 408 .*application\/problem\+json.*"code":"request-too-slow"/s);
    expect(heard).toMatch(/\r\nconnection: close\r\n/i);
  });

  it('that packs its body and never ends, and it hears why', async () => {
    const headers = {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'content-length': '500',
    };
    const connection = (await open()).send(head('POST /v1/participations', headers));
    connection.socket.write(gzipSync('{}').subarray(0, 10));
    await expect(connection.closed).resolves.toMatch(/^HTTP\/1.1 408 .*"code":"request-too-slow"/s);
  });

  it('that says how much comes, and sends less', async () => {
    const headers = { 'content-type': 'application/json', 'content-length': '1000' };
    const connection = (await open()).send(head('POST /v1/participations', headers)).send('{');
    await expect(connection.closed).resolves.toMatch(/^HTTP\/1.1 408 .*"code":"request-too-slow"/s);
  });

  it('whose form of a page never ends, and reads a page', async () => {
    const headers = { ...CHUNKED, 'content-type': 'application/x-www-form-urlencoded' };
    const connection = (await open()).send(head('POST /sign-out', headers)).trickle(BYTE);
    await expect(connection.closed).resolves.toMatch(/^HTTP\/1.1 408 .*text\/html/s);
  });

  it.each([
    ['GET /v1/events', 401],
    ['GET /health/live', 200],
    ['POST /nowhere', 408],
    ['DELETE /v1/events', 408],
  ])('whose body nobody reads: %s', async (line, status) => {
    const connection = (await open()).send(head(line, JSON_BODY)).trickle(BYTE);
    await expect(connection.closed).resolves.toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });
});

describe('the list of a wave', () => {
  it('of somebody without a token is refused before a byte of it was sent, and nobody waits for the rest', async () => {
    const { id } = await waveCalls(api).wave();
    const connection = await open();
    connection.send(head(`PUT /v1/waves/${id}/list`, { ...CHUNKED, 'content-type': 'text/csv' }));
    await expect(connection.hears(/token-missing/)).resolves.toMatch(/^HTTP\/1.1 401 /);
    connection.trickle(BYTE);
    await connection.closed;
  });

  it('may come for longer than any other body', async () => {
    const { id } = await waveCalls(api).wave();
    const list = listOf(['slow-1', 'slow-2']);
    const rest = list.slice(HEADER.length);
    const coming = await open();
    const type = { 'content-type': 'text/csv', 'content-length': String(list.length) };
    coming.send(head(`PUT /v1/waves/${id}/list`, { ...type, ...(await token()) })).send(HEADER);
    for (let others = 0; others < 2; others += 1)
      await (await open()).send(head('POST /v1/events', JSON_BODY)).trickle(BYTE).closed;
    await expect(coming.send(rest).hears(/"rows":\{"total":2/)).resolves.toMatch(/^HTTP\/1.1 200 /);
    coming.socket.destroy();
  });
});

it('a connection goes on after what came in time', async () => {
  const body = JSON.stringify(registration('in-time'));
  const headers = { ...(await token()), 'content-type': 'application/cloudevents+json' };
  const connection = await open();
  for (let sent = 0; sent < 3; sent += 1) {
    connection.send(head('POST /v1/events', { ...headers, 'content-length': String(body.length) }) + body);
    await connection.hears(new RegExp(`(HTTP/1.1 202[^]*){${sent + 1}}accepted`));
  }
  connection.socket.destroy();
});

it('an answer that nobody reads is given up', async () => {
  const times = { ...TIMES, still: 300 };
  const server = fastify(serverTimes(times));
  limitSlowRequests(server, times);
  const endless = Readable.from(
    (function* () {
      for (;;) yield Buffer.alloc(65_536);
    })(),
  );
  server.get('/', (_request, reply) => reply.send(endless));
  const connection = await RawConnection.to(await server.listen({ port: 0, host: '127.0.0.1' }));
  const givenUp = once(endless, 'close');
  connection.send(head('GET /')).socket.pause();
  await givenUp;
  connection.socket.destroy();
  await server.close();
});
