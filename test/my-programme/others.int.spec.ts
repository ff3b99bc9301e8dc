import { describe, expect, it } from '@jest/globals';
import type { Page } from '../support/customer-browser.js';
import { type Guest, MINE, startPages } from './kit.js';

const { api, pool, guest } = await startPages();
await api.publish('second-programme');

const SECOND = '/de/my/second-programme';

/** A customer who takes part in the first programme and is invited to the second. */
async function inBoth(): Promise<Guest & { readonly second: string }> {
  const who = await guest();
  const { id: second } = await api.invite(who.customer, { programme: 'second-programme' });
  await pool.query(`update participation set phase = 'quiet', registered_at = now() where id = $1`, [who.id]);
  return { ...who, second };
}

/** Where the links in the middle of a page lead that are own pages. */
function mineOn({ html }: Page): readonly string[] {
  const [, main = ''] = /<main[^>]*>(.*)<\/main>/s.exec(html) ?? [];
  return [...main.matchAll(/href="(\/(?:de|en)\/my\/[^"/]*)"/g)].map(([, href = '']) => href);
}

describe('a customer of two programmes', () => {
  it('finds from each to the other, wherever the other one stands', async () => {
    const { browser } = await inBoth();
    const first = await browser.get(MINE);
    expect(mineOn(first)).toEqual([SECOND]);
    expect(first.html).toContain('Bis zu 3.600 MB für Sie (second-programme)</a><p>Sie sind eingeladen');
    const second = await browser.get(SECOND);
    expect(mineOn(second)).toEqual([MINE]);
    expect(second.html).toContain('(online-statt-hotline)</a><p>Sie nehmen teil.');
  });

  it('is led back from the help to the one where they were last', async () => {
    const { browser } = await inBoth();
    for (const mine of [MINE, SECOND]) {
      await browser.get(mine);
      expect((await browser.get('/de/help')).html).toContain(`<a href="${mine}">Mein Programm</a>`);
      expect((await browser.get('/de/my')).url).toBe(mine);
    }
  });

  it.each([
    'invitation_ends_at = now()',
    `phase = 'ended', ended_because = 'invitation-expired', next_due_at = null`,
  ])('is led to no invitation that is over: %s', async (over) => {
    const { browser, second } = await inBoth();
    await pool.query(`update participation set ${over} where id = $1`, [second]);
    expect(mineOn(await browser.get(MINE))).toEqual([]);
  });
});

it('a customer of one programme, or a customer beside them, is shown no other', async () => {
  await inBoth();
  const { browser } = await guest();
  const { html } = await browser.get(MINE);
  expect(html).not.toContain('weiteren Programme');
});
