import { randomInt } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { addressHash, optOut, optOutOf } from '../../prisma/opt-outs.js';
import { ACCEPTED, type Guest, MINE, startPages } from './kit.js';

const { pool, guest, events } = await startPages();
const KEY = 'only-for-tests-only-for-tests-only';
const SETTINGS = `${MINE}/settings`;

interface Reachable extends Guest {
  readonly mobile: string;
  readonly smsHash: string;
  readonly emailHash: string;
}

async function reachable(): Promise<Reachable> {
  const mobile = `+49151${randomInt(10_000_000, 99_999_999)}`;
  const email = `somebody-${randomInt(1e9)}@example.org`;
  const point = { basis: 'express-consent', evidence: 'opt-in of 2026-03-01' };
  const contact = { mobile: { value: mobile, ...point }, email: { value: email, ...point } };
  const who = await guest(SETTINGS, { contact });
  for (const address of [mobile, email]) expect(who.page.html).not.toContain(address);
  return {
    ...who,
    mobile,
    smsHash: addressHash(KEY, 'sms', mobile),
    emailHash: addressHash(KEY, 'email', email),
  };
}

/** Sends the form with these choices, whichever of the page's forms it is. */
async function save(who: Guest, fields: Record<string, string>) {
  return who.browser.submit(await who.browser.get(SETTINGS), fields, '');
}

describe('messages', () => {
  it('can be stopped per address, and the page says so', async () => {
    const who = await reachable();
    expect(who.page.html).toContain('Alle, auch Einladungen');
    const saved = await save(who, { sms: 'all', email: 'advertising' });
    expect(saved.html).toContain('Gespeichert.');
    expect(await optOutOf(pool, 'sms', who.smsHash)).toBe('all');
    expect(await optOutOf(pool, 'email', who.emailHash)).toBe('advertising');
    expect(saved.html).toMatch(/name="sms" value="all" checked/);
  });

  it('about the own participation can be wanted again; advertising only by a new consent', async () => {
    const who = await reachable();
    await optOut(pool, 'sms', who.smsHash, 'all');
    const page = await who.browser.get(SETTINGS);
    expect(page.html).not.toMatch(/name="sms" value="none"/);
    await save(who, { sms: 'none' });
    expect(await optOutOf(pool, 'sms', who.smsHash)).toBe('all');
    await save(who, { sms: 'advertising' });
    expect(await optOutOf(pool, 'sms', who.smsHash)).toBe('advertising');
  });

  it('that were stopped in the spelling of before are shown as stopped, and can be wanted again', async () => {
    const who = await reachable();
    const before = addressHash(KEY, 'sms', who.mobile.replace('+49', '+490'));
    await optOut(pool, 'sms', before, 'all');
    expect((await who.browser.get(SETTINGS)).html).toMatch(/name="sms" value="all" checked/);
    const saved = await save(who, { sms: 'advertising' });
    expect(saved.html).toMatch(/name="sms" value="advertising" checked/);
    expect(await optOutOf(pool, 'sms', who.smsHash, before)).toBe('advertising');
  });

  it('to an address whose domain is kept in ASCII name it as people write it', async () => {
    const point = { basis: 'express-consent', evidence: 'opt-in of 2026-03-01' };
    const contact = { email: { value: `idn-${randomInt(1e9)}@M\u00FCller.example`, ...point } };
    const { page } = await guest(SETTINGS, { contact });
    expect(page.html).toContain('i•••@müller.example');
  });

  it('are left as they are by the other form, and by what is no choice', async () => {
    const who = await reachable();
    await save(who, { language: 'en' });
    await save(who, { sms: 'everything', fax: 'all' });
    expect(await optOutOf(pool, 'sms', who.smsHash)).toBeUndefined();
  });

  it('to nobody whose address we do not hold', async () => {
    const who = await guest(SETTINGS);
    expect(who.page.html).toContain('Wir haben keine Adresse von Ihnen');
  });
});

it('the language of the messages can be chosen', async () => {
  const who = await guest(SETTINGS);
  const language = async () =>
    (await pool.query<{ language: string }>('select language from participation where id = $1', [who.id]))
      .rows[0]?.language;
  await save(who, { language: 'en' });
  expect(await language()).toBe('en');
  await save(who, { language: 'fr' });
  expect(await language()).toBe('en');
});

describe('ending the participation', () => {
  it('is asked for first, and says what it does to the megabytes', async () => {
    const who = await guest(`${MINE}/leave`);
    expect(who.page.html).toContain('wird noch gutgeschrieben und bleibt Ihres');
    expect(await events(who.id)).toEqual([]);
  });

  it('by leaving is one event, however often it is clicked', async () => {
    const who = await guest(`${MINE}/leave`);
    await Promise.all([1, 2].map(() => who.browser.submit(who.page, {}, '')));
    expect(await events(who.id)).toMatchObject([
      { source: 'urn:quietline', type: 'participation.left', data: { by: 'customer' } },
    ]);
  });

  it('before registering shows at once, and there is no form to take part any more', async () => {
    const who = await guest(MINE);
    const after = await who.browser.submit(await who.browser.get(`${MINE}/leave`), {}, '');
    expect([after.url, after.html]).toEqual([MINE, expect.stringContaining('dass Ihre Teilnahme endet')]);
    expect(after.html).not.toContain('Jetzt mitmachen');
    const old = await who.browser.submit(who.page, ACCEPTED, '');
    expect(old.html).toContain('dass Ihre Teilnahme endet');
    expect((await events(who.id)).map(({ type }) => type)).toEqual(['participation.left']);
  });

  it('by withdrawing the consent is an event too, and the evidence says when', async () => {
    const who = await guest();
    await who.browser.submit(who.page, ACCEPTED, '');
    await pool.query(`update participation set phase = 'quiet', registered_at = now() where id = $1`, [
      who.id,
    ]);
    const settings = await who.browser.get(SETTINGS);
    expect(settings.html).toContain('Bedingungen online-statt-hotline/1');
    const after = await who.browser.submit(await who.browser.get(`${MINE}/withdraw`), {}, '');
    expect(after.html).toContain('Wir tragen ein, dass Ihre Teilnahme endet');
    expect((await events(who.id)).map(({ type }) => type)).toEqual([
      'selfservice.registered',
      'consent.withdrawn',
    ]);
    const { rows } = await pool.query(
      'select what from acceptance where participation_id = $1 and withdrawn_at is not null',
      [who.id],
    );
    expect(rows).toHaveLength(2);
  });

  it.each([
    ['completed', null],
    ['ended', 'left'],
  ])('leaves a consent to be withdrawn: %s', async (phase, because) => {
    const who = await guest();
    await who.browser.submit(who.page, ACCEPTED, '');
    await pool.query(
      `update participation set phase = $2, ended_because = $3, registered_at = now(), next_due_at = null where id = $1`,
      [who.id, phase, because],
    );
    const { html } = await who.browser.get(SETTINGS);
    expect(html).toContain('Bedingungen online-statt-hotline/1');
    const link = /href="([^"]*\/withdraw)"/.exec(html)?.[1] ?? 'no link';
    const asked = await who.browser.get(link);
    for (const page of [html, asked.html])
      expect(page).toContain('Ihre Teilnahme ist schon zu Ende; Sie verlieren dadurch nichts');
    expect(asked.html).not.toContain('endet sofort');
    const after = await who.browser.submit(asked, {}, '');
    expect(after.html).toContain('Ihre Einwilligung ist widerrufen.');
    expect(after.html).not.toContain('/withdraw"');
    const { rows } = await pool.query(
      'select what from acceptance where participation_id = $1 and withdrawn_at is not null',
      [who.id],
    );
    expect(rows).toHaveLength(2);
    const again = await who.browser.submit(asked, {}, '');
    expect(again.html).toContain('Ihre Einwilligung ist widerrufen.');
    expect((await events(who.id)).map(({ type }) => type)).toEqual([
      'selfservice.registered',
      'consent.withdrawn',
    ]);
  });

  it.each(['leave', 'withdraw', 'settings'])('is not done by a form of another site: %s', async (name) => {
    const who = await guest();
    const forged = await who.browser.only('POST', `${MINE}/${name}`, { _csrf: 'guessed', sms: 'all' });
    expect(forged.status).toBe(403);
    expect(await events(who.id)).toEqual([]);
  });

  it('is over once it has ended', async () => {
    const who = await guest(`${MINE}/leave`);
    await pool.query(
      `update participation set phase = 'ended', ended_because = 'left', next_due_at = null where id = $1`,
      [who.id],
    );
    const after = await who.browser.submit(who.page, {}, '');
    expect(after.html).toContain('Sie haben das Programm verlassen.');
    expect(await events(who.id)).toEqual([]);
    expect((await who.browser.get(SETTINGS)).html).not.toContain('/leave"');
  });
});

it.each(['settings', 'leave', 'withdraw'])('%s is for whoever is invited and signed in', async (name) => {
  const who = await guest();
  expect((await who.browser.get(`/de/my/another/${name}`)).status).toBe(403);
  await pool.query('delete from session where customer_id = $1', [who.customer]);
  expect((await who.browser.only('GET', `${MINE}/${name}`)).headers.get('location')).toBe(
    `/sign-in?to=${encodeURIComponent(`${MINE}/${name}`)}`,
  );
});
