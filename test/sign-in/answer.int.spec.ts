import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { CustomerBrowser } from '../support/customer-browser.js';
import { mintInvitationToken } from '../support/invitation-token.js';
import { MINE, startSignIn } from './kit.js';

const { identity, api, pool, browser, invited, answered, sessions, cookie: COOKIE } = await startSignIn();

describe('an answer of the issuer', () => {
  it('is good once: replayed, even by the same browser, it signs nobody in', async () => {
    const { customer } = await invited();
    const { own, answer } = await answered(customer);
    expect((await own.only('GET', answer)).headers.get('location')).toBe(MINE);
    const cookie = own.cookies.get(COOKIE);
    expect((await own.only('GET', answer)).headers.get('location')).toBe(MINE);
    expect(own.cookies.get(COOKIE)).toEqual(cookie);
    const { status, html } = await browser().only('GET', answer);
    expect([status, html]).toEqual([400, expect.stringContaining('nicht geklappt')]);
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

/** Where this browser comes to with this answer. */
async function ledBy(own: CustomerBrowser, answer: string) {
  const { status, headers } = await own.only('GET', answer);
  return [status, headers.get('location')];
}

/** Signed in as this customer, and asked to sign in once more in a tab that was opened before. */
async function withSecondTab(customer: string) {
  const own = browser();
  const [one, other] = [await own.get(MINE), await own.only('GET', '/sign-in?to=/en/my')];
  await own.submit(one, { customer });
  const { searchParams, origin } = new URL(other.headers.get('location') ?? '');
  const query = { state: searchParams.get('state') ?? '', iss: origin };
  return { own, refused: `/sign-in/answer?${new URLSearchParams({ ...query, error: 'access_denied' })}` };
}

describe('going back to an answer', () => {
  it.each([
    [MINE, MINE],
    ['/sign-in?to=/en/help', '/en/help'],
    ['/sign-in', '/de/my'],
  ])('while signed in leads on to where it led, however often: %s', async (path, to) => {
    const { customer } = await invited();
    const { own, answer } = await answered(customer, path);
    for (let n = 0; n < 3; n += 1) expect(await ledBy(own, answer)).toEqual([303, to]);
    expect(await sessions(customer)).toBe(1);
  });

  it('of long ago leads to my programme', async () => {
    const { customer } = await invited();
    const { own, answer } = await answered(customer);
    await own.get(answer);
    await pool.query(`update session set data = data - 'answered' where customer_id = $1`, [customer]);
    expect(await ledBy(own, answer)).toEqual([303, '/de/my']);
  });

  it('of somebody else, or that nobody gave, leaves whoever is signed in as they are', async () => {
    const [before, after] = [await invited(), await invited()];
    const { answer } = await answered(before.customer);
    const own = browser();
    await own.signIn(after.customer, MINE);
    for (const each of [
      answer,
      '/sign-in/answer',
      '/sign-in/answer?state=guessed&code=x',
      `${answer}&state=x`,
    ])
      expect(await ledBy(own, each)).toEqual([303, '/de/my']);
    expect([await sessions(before.customer), await sessions(after.customer)]).toEqual([0, 1]);
  });

  it('of each of two tabs leads on to where that one led', async () => {
    const { customer } = await invited();
    const own = browser();
    const tabs = [];
    for (const to of ['/de/help', '/en/help']) tabs.push(await own.get(`/sign-in?to=${to}`));
    const answers = [];
    for (const tab of tabs) {
      const signedIn = await own.only('POST', tab.url, { customer });
      const resumed = await own.only('GET', signedIn.headers.get('location') ?? '');
      answers.push(resumed.headers.get('location') ?? '');
      await own.get(answers.at(-1) ?? '');
    }
    const led = [];
    for (const answer of answers) led.push(await ledBy(own, answer));
    expect(led).toEqual([
      [303, '/de/help'],
      [303, '/en/help'],
    ]);
  });

  it('after signing out says that nobody is signed in', async () => {
    const { customer } = await invited();
    const { own, answer } = await answered(customer);
    const mine = await own.get(answer);
    await own.submit(mine, {}, '/sign-out');
    const { status, html } = await own.only('GET', answer);
    expect([status, html]).toEqual([400, expect.stringContaining('nicht geklappt')]);
    expect(html).not.toContain('action="/sign-out"');
    expect(await sessions(customer)).toBe(0);
  });

  it('of whoever was invited to nothing leads to the same refusal', async () => {
    const { own, answer } = await answered(`stranger-${randomUUID()}`);
    for (let n = 0; n < 2; n += 1) {
      const { status, html } = await own.get(answer);
      expect([status, html]).toEqual([403, expect.stringContaining('auf Einladung')]);
    }
  });

  it('is no sign-in that failed, nor one that succeeded', async () => {
    const { customer } = await invited();
    const { own, answer } = await answered(customer);
    await own.get(answer);
    const counted = async () =>
      (await api.call<string>('GET', '/metrics')).body.match(/^quietline_sign_ins_total.*$/gm);
    const before = await counted();
    await own.get(answer);
    expect(await counted()).toEqual(before);
  });

  it('that was refused in another tab leads on as whoever is signed in', async () => {
    const { customer } = await invited();
    const { own, refused } = await withSecondTab(customer);
    expect(await ledBy(own, refused)).toEqual([303, '/en/my']);
    expect(await sessions(customer)).toBe(1);
  });

  it('that cannot be taken leads on as whoever is signed in, too', async () => {
    const { customer } = await invited();
    const { own, refused } = await withSecondTab(customer);
    expect(await ledBy(own, refused.replace('error=access_denied', 'code=guessed'))).toEqual([303, '/en/my']);
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
