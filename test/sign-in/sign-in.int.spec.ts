import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { mintInvitationToken } from '../support/invitation-token.js';
import { TestApi } from '../api/api.js';
import { CustomerBrowser, waysOn } from '../support/customer-browser.js';
import { startIdentity } from '../support/identity.js';

const identity = await startIdentity();
const api = await TestApi.start({ LOG_LEVEL: 'trace' }, identity);
await api.publish();
const secure = await TestApi.start({ PUBLIC_URL: 'https://bonus.example' }, identity);
const { pool } = api.database;

const MINE = '/de/my/online-statt-hotline';
const COOKIE = 'quietline-80';

afterEach(() => {
  identity.tamper(undefined);
  identity.silence(false);
});

function browser() {
  return new CustomerBrowser(api.url);
}

async function invited(): Promise<{ customer: string; id: string }> {
  const customer = `customer-${randomUUID()}`;
  return { customer, id: (await api.invite(customer)).id };
}

/** Up to the issuer's answer, which is not yet taken. */
async function answered(customer: string, path = MINE) {
  const own = browser();
  const asked = await own.get(path);
  const signedIn = await own.only('POST', asked.url, { customer });
  const resumed = await own.only('GET', signedIn.headers.get('location') ?? '');
  return { own, answer: resumed.headers.get('location') ?? '' };
}

async function sessions(customer?: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    'select count(*)::int from session where $1::text is null or customer_id = $1',
    [customer ?? null],
  );
  return rows[0]?.count ?? 0;
}

async function counted(line: string): Promise<number> {
  const { body } = await api.call<string>('GET', '/metrics');
  return Number(
    body
      .split('\n')
      .find((each) => each.startsWith(line))
      ?.split(' ')
      .at(-1) ?? 0,
  );
}

describe('signing in', () => {
  it('leads to the issuer, which says what it is, and back to the page that was asked for', async () => {
    const { customer } = await invited();
    const own = browser();
    const asked = await own.get(MINE);
    expect(asked.url).toContain(identity.issuer);
    expect(asked.html).toContain('Stand-in');
    const { status, url } = await own.submit(asked, { customer });
    expect([status, url]).toEqual([200, MINE]);
  });

  it('gives the browser one cookie, which scripts and other sites cannot use, and PostgreSQL no id to sign in with', async () => {
    const { customer } = await invited();
    const own = browser();
    await own.signIn(customer, MINE);
    const { value = '', attributes = '' } = own.cookies.get(COOKIE) ?? {};
    expect(attributes).toMatch(/HttpOnly/);
    expect(attributes).toMatch(/SameSite=Lax/i);
    const { rows } = await pool.query('select * from session where customer_id = $1', [customer]);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(decodeURIComponent(value).split('.')[0]);
  });

  it('changes the id, so that nobody can plant one before', async () => {
    const { customer } = await invited();
    const own = browser();
    const asked = await own.get(MINE);
    const before = own.cookies.get(COOKIE)?.value;
    await own.submit(asked, { customer });
    expect(own.cookies.get(COOKIE)?.value).not.toBe(before);
    const planted = browser();
    planted.cookies.set(COOKIE, { value: before ?? '', path: '/', attributes: '' });
    expect((await planted.get(MINE)).html).toContain('name="customer"');
  });

  it('sets no cookie on whoever only reads', async () => {
    const own = browser();
    await own.get('/de/programmes/online-statt-hotline');
    expect(own.cookies.size).toBe(0);
  });

  it('is possible in two tabs at once', async () => {
    const { customer } = await invited();
    const own = browser();
    const [one, other] = [await own.get(MINE), await own.get(MINE)];
    const first = await own.submit(one, { customer });
    expect((await own.submit(other, { customer })).url).toBe(MINE);
    expect((await own.submit(first, {}, '')).html).toContain('Es fehlt etwas');
  });

  it('as somebody else in a second tab leaves the forms of the first one without any right', async () => {
    const [before, after] = [await invited(), await invited()];
    const own = browser();
    const [one, other] = [await own.get(MINE), await own.get(MINE)];
    const first = await own.submit(one, { customer: before.customer });
    // an issuer whose own session has ended meanwhile
    for (const name of own.cookies.keys()) if (/^issuer-\d+(\.sig)?$/.test(name)) own.cookies.delete(name);
    expect((await own.submit(other, { customer: after.customer })).url).toBe(MINE);
    expect([await sessions(before.customer), await sessions(after.customer)]).toEqual([0, 1]);
    expect((await own.submit(first, {}, '')).status).toBe(403);
  });

  it('leads to the only programme when no page was asked for', async () => {
    const { customer } = await invited();
    expect((await browser().signIn(customer, '/sign-in')).url).toBe(MINE);
  });

  it('is refused kindly when the customer cancels', async () => {
    const own = browser();
    const { status, html } = await own.submit(await own.get(MINE), { cancel: 'yes' });
    expect([status, html]).toEqual([403, expect.stringContaining('Sie sind nicht angemeldet')]);
    expect(html).toContain('Noch einmal anmelden');
  });
});

describe('an answer of the issuer', () => {
  it('is good once: replayed, even by the same browser, it signs nobody in', async () => {
    const { customer } = await invited();
    const { own, answer } = await answered(customer);
    expect((await own.only('GET', answer)).headers.get('location')).toBe(MINE);
    const replayed = await own.only('GET', answer);
    expect([replayed.status, replayed.html]).toEqual([400, expect.stringContaining('nicht geklappt')]);
    const { status } = await browser().only('GET', answer);
    expect(status).toBe(400);
    expect(await sessions(customer)).toBe(1);
  });

  it.each([
    ['of a state that nobody waits for', (url: string) => url.replace(/state=[^&]+/, 'state=guessed')],
    ['without a state', (url: string) => url.replace(/&?state=[^&]+/, '')],
    ['with two states', (url: string) => `${url}&state=other`],
    ['with a code that the issuer did not give', (url: string) => url.replace(/code=[^&]+/, 'code=guessed')],
    ['of another issuer', (url: string) => url.replace(/iss=[^&]+/, 'iss=https%3A%2F%2Fevil.example')],
  ])('%s is refused', async (_, spoil) => {
    const { customer } = await invited();
    const { own, answer } = await answered(customer);
    const { status, html } = await own.only('GET', spoil(answer));
    expect([status, html]).toEqual([400, expect.stringContaining('nicht geklappt')]);
    expect(await sessions(customer)).toBe(0);
  });

  it.each([
    ['another customer', { sub: 'somebody-else' }],
    ['another nonce', { nonce: 'replayed' }],
    ['another audience', { aud: 'other-client' }],
  ])('whose ID token was tampered with to name %s is refused', async (_, claims) => {
    const { customer } = await invited();
    const { own, answer } = await answered(customer);
    identity.tamper((tokens) => {
      const [header, payload = '', signature] = String(tokens['id_token']).split('.');
      const said = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
      const spoilt = Buffer.from(JSON.stringify({ ...said, ...claims })).toString('base64url');
      return { ...tokens, id_token: `${header}.${spoilt}.${signature}` };
    });
    const { status } = await own.only('GET', answer);
    expect(status).toBe(400);
    expect(await sessions(customer)).toBe(0);
    expect(await sessions('somebody-else')).toBe(0);
  });

  it('that cannot be checked, as the issuer is silent, asks for patience', async () => {
    const { customer } = await invited();
    const { own, answer } = await answered(customer);
    identity.silence(true);
    const { status, html } = await own.only('GET', answer);
    expect([status, html]).toEqual([503, expect.stringContaining('gerade nicht möglich')]);
  });
});

describe('the way back', () => {
  it.each([
    'https://evil.example/de/my',
    '//evil.example/de',
    '/\\evil.example/de',
    '/de/my/x?next=https://evil.example',
    '/de//evil.example',
    'javascript:alert(1)',
    '/v1/events',
    '/de/my/%0d%0aSet-Cookie:x',
  ])('never leads to %s', async (to) => {
    const { status, html, headers } = await browser().only('GET', `/sign-in?to=${encodeURIComponent(to)}`);
    expect([status, headers.get('location')]).toEqual([400, null]);
    expect(html).toContain('Diese Adresse ist nicht gültig');
  });

  it('is not taken from two addresses at once', async () => {
    expect((await browser().only('GET', '/sign-in?to=/de/my&to=https://evil.example')).status).toBe(400);
  });
});

it('on https the cookie is sent encrypted only, whoever ends TLS before us', async () => {
  const { headers } = await new CustomerBrowser(secure.url).only('GET', '/sign-in?to=/de/my');
  expect(headers.get('set-cookie')).toMatch(/^__Host-quietline=.*Path=\/; .*Secure/);
  expect(headers.get('location')).toContain(encodeURIComponent('https://bonus.example/sign-in/answer'));
});

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

  it('is all that is kept of whoever was not invited, which the page says, and signing out ends it', async () => {
    const own = browser();
    const customer = randomUUID();
    const refused = await own.signIn(customer, MINE);
    expect([refused.status, refused.html]).toEqual([
      403,
      expect.stringContaining('nur, dass Sie angemeldet sind'),
    ]);
    expect(refused.html).not.toContain('nichts gespeichert');
    expect(await sessions(customer)).toBe(1);
    await own.submit(refused, {}, '/sign-out');
    expect(await sessions(customer)).toBe(0);
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

describe('who may in', () => {
  it('is nobody with a valid login alone: a friendly page, counted, and nothing created', async () => {
    const before = await counted('quietline_turned_away_total{reason="not-invited"}');
    const stranger = `stranger-${randomUUID()}`;
    const page = await browser().signIn(stranger, MINE);
    expect([page.status, page.html]).toEqual([403, expect.stringContaining('auf Einladung')]);
    expect(waysOn(page)).toEqual(['/de/programmes/online-statt-hotline', '/de/help/sign-in-trouble']);
    expect(await counted('quietline_turned_away_total{reason="not-invited"}')).toBe(before + 1);
    const { rows } = await pool.query('select from participation where customer_id = $1', [stranger]);
    expect(rows).toHaveLength(0);
    expect((await pool.query('select from event where subject = $1', [stranger])).rows).toHaveLength(0);
  });

  it("is nobody with another customer's link, who can still use an invitation of their own", async () => {
    const [sentTo, finder] = [await invited(), await invited()];
    const own = browser();
    const programme = await own.get(`/i/${await mintInvitationToken(pool, sentTo.id)}`);
    expect(programme.url).toBe('/de/programmes/online-statt-hotline');
    const refused = await own.signIn(finder.customer, MINE);
    expect([refused.status, refused.html]).toEqual([403, expect.stringContaining('für jemand anderen')]);
    expect(refused.html).toContain('Abmelden');
    expect(waysOn(refused)).toEqual([MINE, '/de/help/sign-in-trouble']);
    expect((await own.get(MINE)).status).toBe(200);
  });

  it.each(['de', 'en'])(
    'reads in %s what to do next, even about a programme that there is not',
    async (language) => {
      const { id } = await invited();
      const own = browser();
      await own.get(`/i/${await mintInvitationToken(pool, id)}`);
      const foreign = await own.signIn(`stranger-${randomUUID()}`, `/${language}/my/online-statt-hotline`);
      expect([foreign.status, waysOn(foreign)]).toEqual([403, [`/${language}/help/sign-in-trouble`]]);
      const uninvited = await own.get(`/${language}/my/nothing`);
      expect([uninvited.status, waysOn(uninvited)]).toEqual([403, [`/${language}/help/sign-in-trouble`]]);
    },
  );

  it('is the customer whom the link was sent to', async () => {
    const { customer, id } = await invited();
    const own = browser();
    const programme = await own.get(`/i/${await mintInvitationToken(pool, id)}`);
    expect(programme.html).toContain(`href="${MINE}"`);
    expect((await own.signIn(customer, MINE)).status).toBe(200);
  });

  it.each([
    ['is over', ''],
    ['was over long ago', `, phase = 'ended', ended_because = 'invitation-expired', next_due_at = null`],
  ])('is nobody whose invitation %s', async (_, more) => {
    const { customer, id } = await invited();
    await pool.query(`update participation set invitation_ends_at = now()${more} where id = $1`, [id]);
    const page = await browser().signIn(customer, MINE);
    expect([page.status, page.html]).toEqual([410, expect.stringContaining('abgelaufen')]);
    expect(waysOn(page)).toEqual([`${MINE}/settings`, '/de/help/sign-in-trouble']);
  });

  it.each(['\0', 'a\nb'])('is nobody whose login is no customer id: %j', async (customer) => {
    const own = browser();
    const { status, html } = await own.signIn(customer, MINE);
    expect([status, html]).toEqual([403, expect.stringContaining('keine Kundennummer')]);
  });
});

it('nothing of a customer is in any log or metric, whatever was tried', async () => {
  const { customer, id } = await invited();
  const token = await mintInvitationToken(pool, id);
  const own = browser();
  await own.get(`/i/${token}`);
  await own.signIn(customer, MINE);
  const { answer } = await answered(customer);
  await own.only('GET', answer);
  await own.only('GET', `/sign-in?to=https://evil.example/${customer}`);
  const written = api.logged.join('') + (await api.call<string>('GET', '/metrics')).body;
  const code = new URL(answer).searchParams.get('code') ?? 'no code';
  const cookie = own.cookies.get(COOKIE)?.value ?? 'no cookie';
  for (const secret of [customer, token, code, cookie]) expect(written).not.toContain(secret);
  expect(written).toContain('a customer signed in');
});
