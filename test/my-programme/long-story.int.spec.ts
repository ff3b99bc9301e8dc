import { describe, expect, it } from '@jest/globals';
import { MINE, startPages } from './kit.js';

const { pool, registered } = await startPages();

const CALLS = 1_000;

/** A customer of whom a faulty feed has reported this many calls, each in a step of its own. */
async function calledOften(path: string): Promise<Awaited<ReturnType<typeof registered>>> {
  const who = await registered('forfeited', path);
  await pool.query(
    `insert into step select $1, n, now() - interval '9 days' + n * interval '1 minute', 'forfeited',
       jsonb_build_array(jsonb_build_object('type', 'called', 'delivery', n::text, 'call', 'call ' || n, 'exempt', false,
         'time', extract(epoch from now() - interval '9 days') * 1000, 'acceptedAt', extract(epoch from now()) * 1000))
     from generate_series(2, $2) as n`,
    [who.id, CALLS + 1],
  );
  await pool.query('update participation set steps = $2 where id = $1', [who.id, CALLS + 1]);
  return who;
}

describe('a story of a thousand calls', () => {
  it.each([
    ['de', 'Was davor geschah', 'Was danach geschah'],
    ['en', 'What happened before that', 'What happened after that'],
  ])('can be read to its beginning in %s, no page above 60 KB', async (language, earlier, later) => {
    const mine = MINE.replace('de', language);
    const { browser } = await calledOften(mine);
    let lines = 0;
    let pages = 0;
    let href: string | undefined = mine;
    let html = '';
    while (href !== undefined && pages < 50) {
      const page = await browser.get(href);
      html = page.html;
      expect([page.status, page.url]).toEqual([200, href]);
      expect(Buffer.byteLength(html)).toBeLessThan(60_000);
      expect(html.includes(later)).toBe(pages > 0);
      expect(html).not.toMatch(/<script|style=|onclick/);
      lines += html.split('<time').length - 1;
      pages += 1;
      href = new RegExp(`href="([^"]*)"[^>]*>${earlier}`).exec(html)?.[1];
    }
    expect([lines, pages]).toEqual([CALLS + 3, 11]);
    expect(html).toMatch(/Sie haben sich registriert|You registered/);
    expect(html).toContain(`href="${mine}/story/10"`);
  });

  it('ends, and a page beyond it is not there', async () => {
    const { browser } = await registered();
    for (const page of ['0', '1', '2', 'x', '1e1', '-1'])
      expect((await browser.get(`${MINE}/story/${page}`)).status).toBe(404);
  });

  it('has a page that opens to nobody else', async () => {
    const { browser } = await registered();
    expect((await browser.get('/de/my/unknown/story/2')).status).toBe(403);
  });
});
