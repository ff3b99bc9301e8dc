import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, it } from '@jest/globals';
import { TestApi } from '../api/api.js';
import { startChrome } from '../support/chrome.js';
import { until } from '../support/until.js';

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const login = await serve((_, response) => response.end('who are you?'));
const logout = await serve((_, response) => response.end('and you are out'));
let silent = true;
const issuer = await serve((request, response) => {
  if (silent) return void request.socket.destroy();
  const endpoints = { authorization_endpoint: `${login}/authorize`, end_session_endpoint: `${logout}/end` };
  const more = { token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks` };
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ issuer, ...endpoints, ...more }));
});
const api = await TestApi.start({ AUTH_ISSUER: issuer });
const browser = await startChrome();

async function formTargets(): Promise<readonly string[]> {
  const { headers } = await fetch(`${api.url}/de/privacy`);
  return /form-action ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1]?.split(' ') ?? [];
}

it('an issuer that is silent costs no page, and forms may lead to its own address', async () => {
  expect(await formTargets()).toEqual(["'self'", issuer]);
  await until(() => Promise.resolve(api.logged.join('').includes('has not named its pages') || undefined));
});

it('a form whose session has ended leads on to the sign-in, wherever the issuer has it', async () => {
  silent = false;
  // whoever asks to sign in asks the issuer
  await fetch(`${api.url}/sign-in`, { redirect: 'manual' });
  expect(await formTargets()).toEqual(["'self'", issuer, login, logout]);
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${api.url}/de/privacy`);
  await page.evaluate(`
    const form = document.createElement('form');
    Object.assign(form, { method: 'post', action: '/de/my/online-statt-hotline' });
    document.body.append(form);
    form.submit();
  `);
  await page.waitForURL((url) => url.origin === login);
  expect(await page.locator('body').innerText()).toBe('who are you?');
});
