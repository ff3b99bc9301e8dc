import { describe, expect, it } from '@jest/globals';
import { mintInvitationToken } from '../support/invitation-token.js';
import { MINE, startSignIn } from './kit.js';

const { identity, api, pool, browser, invited, answered, sessions, cookie: COOKIE } = await startSignIn();

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
