import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { cookieName } from '../../src/sign-in/sessions.js';
import { CustomerBrowser } from '../support/customer-browser.js';
import { type Guest, MINE, startPages } from './kit.js';

const { api, pool, registered, guest } = await startPages();

const TEXT = 'It was my <i>sister</i>.\nShe had my phone for a week.';

/** What a customer wrote for longer than the session lasted, as it is sent then. */
async function sentTooLate({ browser, customer }: Guest, how: 'followed' | 'only') {
  const form = await browser.get(MINE);
  await pool.query('update session set expires_at = now() where customer_id = $1', [customer]);
  if (how === 'followed') return browser.submit(form, { text: TEXT }, `${MINE}/appeal`);
  const hidden = Object.fromEntries(
    [...form.html.matchAll(/name="(_csrf|participation)" value="([^"]*)"/g)].map(([, name, value]) => [
      name,
      value,
    ]),
  ) as Record<string, string>;
  return browser.only('POST', `${MINE}/appeal`, { ...hidden, text: TEXT });
}

async function appealsOf({ id }: Guest): Promise<readonly string[]> {
  const { rows } = await pool.query<{ text: string }>('select text from appeal where participation_id = $1', [
    id,
  ]);
  return rows.map(({ text }) => text);
}

async function isRemembered({ id }: Guest): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select from session where data -> 'draft' ->> 'participation' = $1`,
    [id],
  );
  return rowCount !== 0;
}

describe('an appeal that was written for longer than the session lasts', () => {
  it('is there again after signing in, in no address and not sent before its customer says so', async () => {
    const who = await registered('forfeited');
    const back = await sentTooLate(who, 'followed');
    expect([back.status, back.url.split('#')[0]]).toEqual([200, MINE]);
    expect(back.html).toContain('It was my &lt;i>sister&lt;/i>.\nShe had my phone for a week.</textarea>');
    expect(back.html).toContain('noch nicht gesendet');
    expect(await appealsOf(who)).toEqual([]);
    expect(api.logged.join('')).not.toContain('sister');

    const again = await who.browser.get(MINE);
    expect(again.html).toContain('She had my phone');
    const sent = await who.browser.submit(again, { text: TEXT }, `${MINE}/appeal`);
    expect(sent.html).toContain('ist angekommen');
    expect(await appealsOf(who)).toEqual([TEXT]);
    expect(await isRemembered(who)).toBe(false);
  });

  it('is led to the sign-in by an address without a word of it', async () => {
    const { status, headers } = await sentTooLate(await registered('dropped'), 'only');
    expect([status, headers.get('location')]).toEqual([
      303,
      `/sign-in?to=${encodeURIComponent(`${MINE}/appeal`)}`,
    ]);
  });

  it('is shown to nobody else who signs in with that browser', async () => {
    const [who, other] = [await registered('forfeited'), await registered('forfeited')];
    await sentTooLate(who, 'only');
    expect(await isRemembered(who)).toBe(true);
    const cookie = who.browser.cookies.get(cookieName(api.url));
    const browser = new CustomerBrowser(api.url);
    if (cookie) browser.cookies.set(cookieName(api.url), cookie);
    const { html } = await browser.signIn(other.customer, MINE);
    expect(html).toContain(`action="${MINE}/appeal"`);
    expect(html).not.toContain('sister');
    expect(await isRemembered(who)).toBe(false);
  });

  it('is forgotten after half an hour, also by whoever stays signed in', async () => {
    const who = await registered('forfeited');
    await sentTooLate(who, 'followed');
    await pool.query(
      `update session set data = jsonb_set(data, '{draft,keptAt}', to_jsonb((data -> 'draft' ->> 'keptAt')::bigint - 1800001))
       where customer_id = $1 and data ? 'draft'`,
      [who.customer],
    );
    expect((await who.browser.get(MINE)).html).not.toContain('sister');
    expect(await isRemembered(who)).toBe(false);
  });

  it('is not lost where its customer has signed in anew meanwhile, in another tab', async () => {
    const { browser, customer } = await registered('forfeited');
    const form = await browser.get(MINE);
    await pool.query('update session set expires_at = now() where customer_id = $1', [customer]);
    await browser.get(MINE);
    const refused = await browser.submit(form, { text: TEXT }, `${MINE}/appeal`);
    expect(refused.status).toBe(403);
    expect((await browser.get(MINE)).html).toContain('She had my phone');
  });

  it('is kept of no participation that cannot appeal', async () => {
    const cases = [randomUUID(), 'no-uuid', (await guest()).id];
    for (const participation of cases) {
      const stranger = new CustomerBrowser(api.url);
      const { status } = await stranger.only('POST', `${MINE}/appeal`, {
        participation,
        text: 'from a stranger',
      });
      expect([status, stranger.cookies.size]).toEqual([303, 0]);
    }
  });
});
