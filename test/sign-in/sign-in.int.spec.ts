import { describe, expect, it } from '@jest/globals';
import { MINE, startSignIn } from './kit.js';

const { identity, pool, browser, invited, sessions, cookie: COOKIE } = await startSignIn();

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
