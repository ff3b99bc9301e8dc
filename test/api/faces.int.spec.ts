import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { afterAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import type { Face } from '../../src/api/faces.js';
import { listen, type Listening } from '../../src/api/listening.js';
import { openDatabase } from '../../src/database/database.js';
import { connectTemporal } from '../../src/temporal.js';
import { freePort, holdPort } from '../support/free-port.js';
import { TestApi } from './api.js';

const api = await TestApi.start();
await api.publish();
const log = pino({ level: 'silent' });
const database = openDatabase(api.config, 'api', log);
const temporal = connectTemporal(api.config);
const started: Listening[] = [];
afterAll(async () => {
  await Promise.all(started.map((each) => each.close()));
  await Promise.all([database.close(), temporal.close()]);
});

/** The same process with these ports. */
async function listening(faces: Readonly<Record<Face, number>>): Promise<Listening> {
  const config = { ...api.config, faces };
  const own = await listen({ config, database, log, registry: new Registry(), temporal });
  started.push(own);
  return own;
}

const [pages, calls, metrics] = [await freePort(), await freePort(), await freePort()];
await listening({ pages, api: calls, metrics });
const PORTS = { pages, api: calls, metrics };

function ask(face: Face, path: string, method = 'GET') {
  return fetch(`http://127.0.0.1:${PORTS[face]}${path}`, {
    method,
    redirect: 'manual',
    headers: { authorization: `Bearer ${api.token}` },
  });
}

const SHOWN: readonly (readonly [string, string, number, readonly Face[]])[] = [
  ['GET', '/de/programmes/online-statt-hotline', 200, ['pages']],
  ['GET', '/sign-in', 503, ['pages']],
  ['GET', '/signed-out', 200, ['pages']],
  ['GET', '/style.css', 200, ['pages']],
  ['GET', '/favicon.ico', 200, ['pages']],
  ['POST', '/de/video/played', 400, ['pages']],
  ['GET', '/v1/programmes', 200, ['api']],
  ['HEAD', '/v1/programmes', 200, ['api']],
  ['GET', '/%76%31/programmes', 200, ['api']],
  ['DELETE', '/v1/events', 405, ['api']],
  ['OPTIONS', '/v1/events', 405, ['api']],
  ['POST', '/v1/opt-outs', 400, ['api']],
  ['GET', '/openapi.json', 200, ['api']],
  ['HEAD', '/openapi.json', 200, ['api']],
  ['GET', '/metrics', 200, ['metrics']],
  ['HEAD', '/metrics', 200, ['metrics']],
  ['POST', '/metrics', 405, ['metrics']],
  ['GET', '/health/live', 200, ['pages', 'api', 'metrics']],
  ['GET', '/health/ready', 200, ['pages', 'api', 'metrics']],
  ['GET', '/nothing', 404, ['pages', 'api', 'metrics']],
];

describe('with a port each', () => {
  it.each(SHOWN)('%s %s (%d) is shown by %j alone', async (method, path, status, faces) => {
    for (const face of ['pages', 'api', 'metrics'] as const) {
      const answer = await ask(face, path, method);
      expect([face, answer.status]).toEqual([face, faces.includes(face) ? status : 404]);
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
  });

  it.each([
    ['pages', '/v1/events', 'text/html'],
    ['pages', '/metrics', 'text/html'],
    ['pages', '/', 'text/html'],
    ['pages', '/%E0%A4%A', 'text/html'],
    ['api', '/de/help', 'application/problem+json'],
    ['api', '/', 'application/problem+json'],
    ['metrics', '/v1/events', 'application/problem+json'],
    ['metrics', '/de/help', 'application/problem+json'],
  ] as const)('%s answers %s as what it never heard of', async (face, path, type) => {
    const answer = await ask(face, path);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      path.includes('%') ? 400 : 404,
      expect.stringContaining(type),
    ]);
    expect(answer.headers.has('allow')).toBe(false);
    const nothing = await ask(face, '/nothing');
    if (answer.status === 404 && !path.startsWith('/de'))
      expect(await answer.text()).toBe(await nothing.text());
  });

  it('the API describes what it shows, and nothing else', async () => {
    const { paths } = (await (await ask('api', '/openapi.json')).json()) as { paths: object };
    const firsts = Object.keys(paths).map((path) => path.split('/')[1]);
    expect([...new Set(firsts)].sort()).toEqual(['health', 'v1']);
  });

  it('the metrics count all of them', async () => {
    await Promise.all([ask('pages', '/de/help'), ask('api', '/v1/programmes')]);
    const said = await (await ask('metrics', '/metrics')).text();
    for (const each of ['route="/:language/help"', 'route="/v1/programmes"', 'quietline_sign_ins_total'])
      expect(said).toContain(each);
  });

  it('a request that is too large is told so as the port speaks', async () => {
    const answered = async (port: number) => {
      const socket = connect(port, '127.0.0.1');
      socket.write(`GET / HTTP/1.1\r\nHost: x\r\nCookie: c=${'x'.repeat(20_000)}\r\n\r\n`);
      const [said] = (await once(socket, 'data')) as [Buffer];
      socket.destroy();
      return said.toString();
    };
    expect(await answered(pages)).toContain('text/html');
    expect(await answered(calls)).toContain('application/problem+json');
  });
});

it('faces may share a port, and one that has none is on that of the pages', async () => {
  const [own, shared] = [await freePort(), await freePort()];
  await listening({ pages: own, api: shared, metrics: shared });
  const statuses = async (port: number) => {
    const asked = ['/de/help', '/openapi.json', '/metrics', '/health/live'];
    return Promise.all(asked.map(async (path) => (await fetch(`http://127.0.0.1:${port}${path}`)).status));
  };
  expect(await statuses(own)).toEqual([200, 404, 404, 200]);
  expect(await statuses(shared)).toEqual([404, 200, 200, 200]);
  expect(await statuses(Number(new URL(api.url).port))).toEqual([200, 200, 200, 200]);
});

it('all ports are let go within seconds, although connections are kept for later', async () => {
  const ports = [await freePort(), await freePort(), await freePort()] as const;
  const own = await listening({ pages: ports[0], api: ports[1], metrics: ports[2] });
  const kept = ports.map((port) => connect(port, '127.0.0.1').resume());
  await Promise.all(kept.map((socket) => once(socket, 'connect')));
  const before = performance.now();
  await Promise.all([own.close(), ...kept.map((socket) => once(socket, 'close'))]);
  expect(performance.now() - before).toBeLessThan(30_000);
  for (const port of ports) await expect(fetch(`http://127.0.0.1:${port}/health/live`)).rejects.toThrow();
});

it('a port that is taken ends the start, names its variable, and leaves nothing behind', async () => {
  const [own, held] = [await freePort(), await holdPort()];
  await expect(listening({ pages: own, api: held.port, metrics: own })).rejects.toThrow(
    `Port ${held.port} cannot be listened on: end what does, or set API_PORT to another`,
  );
  await held.letGo();
  const server = createServer().listen(own, '127.0.0.1');
  await once(server, 'listening');
  server.close();
});
