import { request } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { TestApi } from '../api/api.js';
import { CustomerBrowser } from '../support/customer-browser.js';
import { MINE, startSignIn } from './kit.js';

const { api, identity, invited } = await startSignIn();
const proxied = await TestApi.start({ PUBLIC_URL: 'https://bonus.example', TRUSTED_PROXIES: '127.0.0.0/8' });
const below = await TestApi.start({ PUBLIC_URL: 'https://bonus.example/below/' });
const { port } = new URL(api.url);
const localhost = { host: `localhost:${port}` };

/** One request by the names that its headers say. */
function ask(
  { url }: { url: string },
  path: string,
  headers: Readonly<Record<string, string>>,
  method = 'GET',
): Promise<{ status: number; location: string | undefined; headers: object }> {
  return new Promise((resolve, reject) => {
    const asked = request(url + path, { method, headers, agent: false }, (answer) => {
      answer.resume();
      const { statusCode: status = 0, headers: said } = answer;
      answer.on('end', () => resolve({ status, location: said.location, headers: said }));
    });
    asked.on('error', reject).end();
  });
}

describe('a page that is asked for by another name', () => {
  it.each([
    '/sign-in',
    '/sign-in?to=/en/my',
    MINE,
    '/en/help?q=a%20b&x=%C3%A4',
    '/i/AAAAAAAAAAAAAAAAAAAAAA',
    '/o/AAAA',
    '/signed-out?state=de',
    '/sign-in/answer?code=1&state=2',
  ])('is led to PUBLIC_URL before anything is begun: %s', async (path) => {
    for (const method of ['GET', 'HEAD']) {
      const { status, location, headers } = await ask(api, path, localhost, method);
      expect([status, location]).toEqual([307, api.url + path]);
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
      expect(headers).not.toHaveProperty('set-cookie');
    }
  });

  it.each([
    'evil.example',
    '127.0.0.1.evil.example',
    'evil.example#@127.0.0.1',
    '127.0.0.1@evil.example',
    `LOCALHOST:${port}`,
    '[::1]:3000',
    'not a host',
  ])('leads nowhere else, whatever the name: %s', async (host) => {
    expect(await ask(api, '/de/help', { host })).toMatchObject({
      status: 307,
      location: `${api.url}/de/help`,
    });
  });

  it.each(['//evil.example/de', '/de/..//evil.example', '/\\evil.example'])(
    'leads nowhere else, whatever the path: %s',
    async (path) => {
      const { location } = await ask(api, path, localhost);
      expect(location === undefined || location.startsWith(`${api.url}/`)).toBe(true);
    },
  );

  it('is signed in to at PUBLIC_URL', async () => {
    const { customer } = await invited();
    const browser = new CustomerBrowser(api.url);
    const page = await browser.signIn(customer, `http://localhost:${port}${MINE}`);
    expect([page.status, page.url]).toEqual([200, MINE]);
  });

  it('lies below the path of PUBLIC_URL, if that has one', async () => {
    const { location } = await ask(below, '/de/help', { host: 'other.example' });
    expect(location).toBe('https://bonus.example/below/de/help');
  });
});

describe('nothing is led on', () => {
  it.each([`127.0.0.1:${port}`, '127.0.0.1', '127.0.0.1:1'])(
    'that has the name already: %s',
    async (host) => {
      expect((await ask(api, '/de/help', { host })).status).toBe(200);
    },
  );

  it.each([
    ['GET', '/health/live', 200],
    ['GET', '/health/ready', 200],
    ['GET', '/metrics', 200],
    ['GET', '/openapi.json', 200],
    ['GET', '/style.css', 200],
    ['GET', '/icon.svg', 200],
    ['GET', '/favicon.ico', 200],
    ['GET', '/video/0/none.webm', 404],
    ['GET', '/v1/events', 401],
    ['POST', '/v1/events', 401],
    ['POST', '/de/video/played', 400],
    ['POST', '/o/AAAA', 404],
    ['POST', '/sign-out', 303],
    ['OPTIONS', '/de/help', 405],
  ])('that is no page, or is sent: %s %s', async (method, path, status) => {
    const answer = await ask(api, path, localhost, method);
    expect(answer.status).toBe(status);
    expect(answer.location ?? '').not.toContain('//');
  });

  it.each([
    ['that says so to whoever trusts it', { host: 'backend:3000', 'x-forwarded-host': 'bonus.example' }, 200],
    ['whose name has a port', { host: 'backend', 'x-forwarded-host': 'bonus.example:443' }, 200],
    ['that says which other name it was', { host: 'backend', 'x-forwarded-host': 'other.example' }, 307],
    ['that came after another proxy', { host: 'a', 'x-forwarded-host': 'other.example, bonus.example' }, 200],
    ['that puts its own name there', { host: 'backend:3000', 'x-forwarded-for': '192.0.2.1' }, 200],
    ['that keeps the name', { host: 'bonus.example', 'x-forwarded-for': '192.0.2.1' }, 200],
    ['that only adds Via', { host: 'backend', via: '1.1 cache' }, 200],
  ])('for ever by a proxy %s', async (_, headers, status) => {
    const both = { 'x-forwarded-for': '192.0.2.1', ...headers };
    expect((await ask(proxied, '/de/help', both)).status).toBe(status);
  });

  it('for a proxy that nobody named: what it says counts for nothing', async () => {
    const named = { host: 'localhost', 'x-forwarded-host': '127.0.0.1' };
    expect((await ask(api, '/de/help', named)).status).toBe(307);
    const right = { host: '127.0.0.1', 'x-forwarded-host': 'evil.example' };
    expect((await ask(api, '/de/help', right)).status).toBe(200);
    const circle = { host: 'backend', 'x-forwarded-for': '192.0.2.1', 'x-forwarded-host': '127.0.0.1' };
    expect((await ask(api, '/de/help', circle)).status).toBe(200);
  });

  it('from the issuer back to anywhere but PUBLIC_URL', async () => {
    const { location } = await ask(api, '/sign-in', { host: `127.0.0.1:${port}` });
    expect(location).toContain(identity.issuer);
    expect(location).toContain(encodeURIComponent(`${api.url}/sign-in/answer`));
  });
});
