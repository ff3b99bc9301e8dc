import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { mintInvitationToken } from '../support/invitation-token.js';
import { addressHash, optOutOf, optOutToken, type OptOutScope } from '../../prisma/opt-outs.js';
import { waysOn } from '../support/customer-browser.js';
import { TestApi } from './api.js';

const api = await TestApi.start();
await api.publish();
const { pool } = api.database;
const KEY = 'only-for-tests-only-for-tests-only';

async function get(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(api.url + path, { redirect: 'manual', headers });
  return { status: response.status, headers: response.headers, html: await response.text() };
}

function post(path: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  return fetch(api.url + path, { method: 'POST', headers, body: new URLSearchParams(form) });
}

describe('the programme page', () => {
  it.each([
    [
      'de',
      'Bis zu 3.600 MB für Sie',
      '9 Monate ohne Anruf',
      '30 Tage',
      '(1 Jahr nutzbar)',
      'bis zum Ende dieser Zeit',
    ],
    [
      'en',
      'Up to 3,600 MB for you',
      '9 months without a call',
      '30 days',
      '(usable for 1 year)',
      'until the end of that time',
    ],
  ])('says in %s what there is to get and by which rules', async (language, ...said) => {
    const { status, headers, html } = await get(`/${language}/programmes/online-statt-hotline`);
    expect(status).toBe(200);
    for (const each of [`lang="${language}"`, ...said, '600 MB', 'Operator, Musterweg 1, Berlin'])
      expect(html).toContain(each);
    expect(html).toContain('href="http://operator.example/imprint"');
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).not.toContain('unsafe-inline');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html).not.toMatch(/<script|style=|onclick/);
    expect(html.length).toBeLessThan(60_000);
  });

  it.each([
    '/fr/programmes/online-statt-hotline',
    '/de/programmes/nothing',
    '/de/programmes/%3Cscript%3E',
    '/de/programmes/%00',
  ])('is friendly where there is none: %s', async (path) => {
    const { status, html } = await get(path);
    expect(status).toBe(404);
    expect(html).toContain('<h1>Dieser Link ist nicht gültig</h1>');
    expect(html).not.toContain('<script');
  });

  it.each(['/icon.svg', '/favicon.ico'])('has an icon of its own, which browsers keep: %s', async (path) => {
    const { status, headers, html } = await get(path);
    expect([status, headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
    expect(headers.get('cache-control')).toContain('max-age');
    expect(html).not.toMatch(/style|https?:(?!\/\/www\.w3\.org)/);
    expect((await get('/de/programmes/online-statt-hotline')).html).toContain('rel="icon" href="/icon.svg"');
  });

  it('has one stylesheet of its own', async () => {
    const { headers, html } = await get('/style.css');
    expect(headers.get('content-type')).toContain('text/css');
    expect(html).not.toMatch(/url\(|@import/);
  });
});

describe('the link of an invitation', () => {
  it('leads to the programme in the language of the customer', async () => {
    const { id } = await api.invite(randomUUID(), { language: 'en' });
    const { status, headers } = await get(`/i/${await mintInvitationToken(pool, id)}`);
    expect([status, headers.get('location')]).toEqual([303, '/en/programmes/online-statt-hotline']);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('leads whoever has registered there as well, so that a finder learns nothing of them', async () => {
    const { id } = await api.invite(randomUUID(), { language: 'en' });
    const token = await mintInvitationToken(pool, id);
    await pool.query(
      `update participation set registered_at = now(), invitation_ends_at = now() where id = $1`,
      [id],
    );
    const { status, headers } = await get(`/i/${token}`);
    expect([status, headers.get('location')]).toEqual([303, '/en/programmes/online-statt-hotline']);
    const { html } = await get('/en/programmes/online-statt-hotline');
    expect(html).toContain(
      'You take part already? <a href="/en/my/online-statt-hotline">To my programme</a>',
    );
  });

  it('says so when the invitation has ended, and when there was none', async () => {
    const { id } = await api.invite(randomUUID());
    const token = await mintInvitationToken(pool, id);
    await pool.query(`update participation set invitation_ends_at = now() where id = $1`, [id]);
    const expired = await get(`/i/${token}`);
    expect([expired.status, expired.html]).toEqual([410, expect.stringContaining('abgelaufen')]);
    expect(waysOn(expired)).toEqual(['/de/help/sign-in-trouble', '/de/programmes/online-statt-hotline']);
    const unknown = await get('/i/AAAAAAAAAAAAAAAAAAAAAA', { 'accept-language': 'en-GB,de;q=0.5' });
    expect([unknown.status, unknown.html]).toEqual([404, expect.stringContaining('This link is not valid')]);
    expect(waysOn(unknown)).toEqual(['/en/help/sign-in-trouble']);
  });

  it('is nowhere in the log', async () => {
    const { id } = await api.invite(randomUUID());
    const token = await mintInvitationToken(pool, id);
    await get(`/i/${token}`);
    expect(api.logged.join('')).toContain('/i/:token');
    expect(api.logged.join('')).not.toContain(token);
  });
});

describe('opting out', () => {
  const somebody = (oneClick: OptOutScope = 'advertising') => {
    const hash = addressHash(KEY, 'email', `${randomUUID()}@example.org`);
    return { hash, path: `/o/${optOutToken(KEY, { channel: 'email', hash, oneClick })}` };
  };

  it('asks which messages shall stop, and changes nothing by being looked at', async () => {
    const { hash, path } = somebody();
    const { status, html } = await get(path, { 'accept-language': 'en' });
    expect(status).toBe(200);
    expect(html).toContain('Which e-mails shall we no longer send to you?');
    expect(await optOutOf(pool, 'email', hash)).toBeUndefined();
  });

  it('speaks the language of the message, whatever the browser asks for, and the other one at a click', async () => {
    const { path } = somebody();
    const { html } = await get(`/en${path}`, { 'accept-language': 'de' });
    expect(html).toContain('Which e-mails shall we no longer send to you?');
    expect(html).toContain(`href="/de${path}"`);
    // sent to where it stands
    expect(html).toContain('<form method="post">');
    for (const [form, said] of [
      [{}, '<title>Error: Stop messages'],
      [{}, '<a href="#advertising">Please choose which messages shall stop.</a>'],
      [{ scope: 'all' }, 'It is stopped'],
    ] as const)
      expect(await (await post(`/en${path}`, form, { 'accept-language': 'de' })).text()).toContain(said);
  });

  it('without one in its address speaks that of the browser, in the answer as well', async () => {
    const { path } = somebody();
    const english = { 'accept-language': 'en-GB' };
    expect((await get(path, english)).html).toContain(`href="/de${path}"`);
    expect(await (await post(path, { scope: 'all' }, english)).text()).toContain('It is stopped');
  });

  it.each(['advertising', 'all'] as const)('stops %s for whoever holds the link', async (scope) => {
    const { hash, path } = somebody();
    expect((await post(path, { scope })).status).toBe(200);
    expect(await optOutOf(pool, 'email', hash)).toBe(scope);
  });

  it.each(['advertising', 'all'] as const)(
    "takes a mail program's one click for %s, by the kind of message (RFC 8058)",
    async (oneClick) => {
      const { hash, path } = somebody(oneClick);
      expect((await post(`/de${path}`, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200);
      expect(await optOutOf(pool, 'email', hash)).toBe(oneClick);
    },
  );

  it('takes one click also in parts, as RFC 8058 prefers it', async () => {
    const { hash, path } = somebody('all');
    const form = new FormData();
    form.set('List-Unsubscribe', 'One-Click');
    expect((await fetch(api.url + path, { method: 'POST', body: form })).status).toBe(200);
    expect(await optOutOf(pool, 'email', hash)).toBe('all');
  });

  it('never becomes less by a later choice', async () => {
    const { hash, path } = somebody();
    await post(path, { scope: 'all' });
    await post(path, { scope: 'advertising' });
    expect(await optOutOf(pool, 'email', hash)).toBe('all');
  });

  it('does nothing with a tampered link or without a choice', async () => {
    const { hash, path } = somebody();
    const tampered = path.slice(0, -1) + (path.endsWith('A') ? 'B' : 'A');
    expect((await get(tampered)).status).toBe(404);
    expect((await get(`/en${tampered}`)).html).toContain('This link is not valid');
    expect((await post(tampered, { scope: 'all' })).status).toBe(404);
    expect((await post(path, {})).status).toBe(400);
    expect(await optOutOf(pool, 'email', hash)).toBeUndefined();
  });

  it('comes from an SMS centre as STOP, stops everything and keeps no address', async () => {
    const address = '+4915112345678';
    const { status } = await api.call('POST', '/v1/opt-outs', { channel: 'sms', address });
    expect(status).toBe(204);
    expect(await optOutOf(pool, 'sms', addressHash(KEY, 'sms', address))).toBe('all');
    const { rows } = await pool.query('select * from opt_out');
    expect(JSON.stringify(rows)).not.toContain('15112345678');
  });

  it.each([
    [{ channel: 'sms', address: '0151 1' }, '/address'],
    [{ channel: 'email', address: 'nobody' }, '/address'],
    [{ channel: 'fax', address: '1' }, '/channel'],
  ])('refuses what is no address: %j', async (body, pointer) => {
    expect(await api.call('POST', '/v1/opt-outs', body)).toMatchObject({ status: 400, body: { pointer } });
  });
});
