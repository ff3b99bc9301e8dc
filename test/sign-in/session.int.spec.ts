import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { TestApi } from '../api/api.js';
import { waysOn } from '../support/customer-browser.js';
import { MINE, startSignIn } from './kit.js';

const { identity, api, pool, browser, invited, sessions, cookie: COOKIE } = await startSignIn();
const secure = await TestApi.start({ PUBLIC_URL: 'https://bonus.example' }, identity);

describe('a session', () => {
  it('whose cookie was tampered with is none', async () => {
    const { customer } = await invited();
    const own = browser();
    await own.signIn(customer, MINE);
    const { value = '', path = '/', attributes = '' } = own.cookies.get(COOKIE) ?? {};
    const other = `${value.slice(0, 3)}${value[3] === 'A' ? 'B' : 'A'}${value.slice(4)}`;
    own.cookies.set(COOKIE, { value: other, path, attributes });
    expect((await own.only('GET', MINE)).status).toBe(303);
  });

  it('ends by its time, and its row is removed', async () => {
    const { customer } = await invited();
    const own = browser();
    await own.signIn(customer, MINE);
    expect((await own.only('GET', MINE)).status).toBe(200);
    await pool.query('update session set expires_at = now() where customer_id = $1', [customer]);
    expect((await own.only('GET', MINE)).status).toBe(303);
  });

  it('ends here and at the issuer when the customer signs out, and no old cookie brings it back', async () => {
    const { customer } = await invited();
    const own = browser();
    const mine = await own.signIn(customer, MINE);
    const old = own.cookies.get(COOKIE);
    const asked = await own.submit(mine, {}, '/sign-out');
    expect(own.cookies.has(COOKIE)).toBe(false);
    expect(asked.url).not.toContain('eyJ');
    expect(asked.url).toContain(`${identity.issuer}/session/end`);
    const left = await own.submit(asked, { logout: 'yes' });
    expect(left.url).toBe('/signed-out?state=de');
    expect(left.html).toContain('Sie sind hier abgemeldet');
    expect(waysOn(left)).toEqual(['/sign-in?to=%2Fde%2Fmy', '/de/help']);
    expect((await own.get(MINE)).html).toContain('name="customer"');
    if (old) own.cookies.set(COOKIE, old);
    expect((await own.only('GET', MINE)).status).toBe(303);
    expect(await sessions(customer)).toBe(0);
  });

  it('has ended here before the issuer has asked, and the page says what holds there, in the language of before', async () => {
    const { customer } = await invited();
    const own = browser();
    const mine = await own.signIn(customer, '/en/my/online-statt-hotline');
    const asked = await own.submit(mine, {}, '/sign-out');
    expect(new URL(asked.url).searchParams.get('ui_locales')).toBe('en');
    expect(await sessions(customer)).toBe(0);
    const left = await own.submit(asked, {});
    expect([left.url, left.html]).toEqual([
      '/signed-out?state=en',
      expect.stringContaining('signed out here'),
    ]);
    expect(left.html).toContain('If you did not confirm');
    expect(waysOn(left)).toEqual(['/sign-in?to=%2Fen%2Fmy', '/en/help']);
    expect((await own.only('POST', '/sign-out', { language: 'en' })).headers.get('location')).toBe(
      '/signed-out?state=en',
    );
  });

  it('that was begun anew meanwhile is not called ended', async () => {
    const { customer } = await invited();
    const own = browser();
    await own.signIn(customer, MINE);
    const { html } = await own.get('/signed-out');
    expect(html).toContain('Sie sind angemeldet');
    expect(html).toContain('action="/sign-out"');
  });

  it('whose end the store refuses is forgotten by the browser, and the page calls it a failure', async () => {
    const { customer } = await invited();
    const own = browser();
    const mine = await own.signIn(customer, MINE);
    await pool.query(
      `create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$`,
    );
    await pool.query('create trigger refuse before delete on session for each row execute function refuse()');
    const failed = await own.submit(mine, {}, '/sign-out');
    await pool.query('drop function refuse cascade');
    expect([failed.status, failed.html]).toEqual([500, expect.stringContaining('Das lag an uns')]);
    expect(own.cookies.has(COOKIE)).toBe(false);
  });

  it('keeps nothing of whoever was not invited, who can sign out at the issuer all the same', async () => {
    const own = browser();
    const customer = `stranger-${randomUUID()}`;
    const refused = await own.signIn(customer, MINE);
    expect([refused.status, refused.html]).toEqual([
      403,
      expect.stringContaining('Anmeldung wird nichts über Sie gespeichert'),
    ]);
    const { rows } = await pool.query<{ session: string }>('select session::text from session');
    expect(rows.filter(({ session }) => session.includes(customer))).toEqual([]);
    const asked = await own.submit(refused, {}, '/sign-out');
    expect(asked.url).toContain(`${identity.issuer}/session/end`);
  });

  it('is not ended by a form of another site', async () => {
    const { customer } = await invited();
    const own = browser();
    await own.signIn(customer, MINE);
    const forged = await own.only('POST', '/sign-out', { _csrf: 'guessed' });
    expect([forged.status, forged.html]).toEqual([403, expect.stringContaining('Das wurde nicht gesendet')]);
    expect((await own.only('POST', '/sign-out', {})).status).toBe(403);
    expect((await own.only('GET', MINE)).status).toBe(200);
  });
});

it('on https the cookie is sent encrypted only, whoever ends TLS before us', async () => {
  const asked = get(`${secure.url}/sign-in?to=/de/my`, { headers: { host: 'bonus.example' } });
  const [{ headers }] = (await once(asked, 'response')) as [IncomingMessage];
  asked.destroy();
  expect(headers['set-cookie']?.[0]).toMatch(/^__Host-quietline=.*Path=\/; .*Secure/);
  expect(headers.location).toContain(encodeURIComponent('https://bonus.example/sign-in/answer'));
});

it('cookies that are too large are refused with a page that says what to do', async () => {
  const { port, hostname } = new URL(api.url);
  const ask = async (path: string) => {
    const socket = connect(Number(port), hostname);
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nCookie: secret-cookie=${'x'.repeat(20_000)}\r\n\r\n`);
    return text(socket);
  };
  const page = await ask(MINE);
  expect(page).toMatch(/^HTTP\/1.1 431 /);
  expect(page).toContain('Löschen Sie die Cookies');
  expect(await ask('/v1/events')).toContain('application/problem+json');
  expect(api.logged.join('')).not.toContain('secret-cookie');
});
