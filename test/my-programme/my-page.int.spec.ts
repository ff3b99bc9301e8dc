import { describe, expect, it } from '@jest/globals';
import { deadline } from '../../src/domain/wording.js';
import { until } from '../support/until.js';
import { MINE, startPages } from './kit.js';

const { pool, guest, registered } = await startPages();

describe('my programme', () => {
  it.each([
    [
      'de',
      '600\u00a0MB',
      'gutgeschrieben',
      '3.000\u00a0MB',
      'Die Zeit ohne Anruf',
      '3 % geschafft',
      'nächster Besuch ist bis zum',
    ],
    [
      'en',
      '600\u00a0MB',
      'credited',
      '3,000\u00a0MB',
      'The time without a call',
      '3 % done',
      'next visit is due by',
    ],
  ])('says in %s what is earned, what is open, how far it is and what is due', async (language, ...said) => {
    const { browser } = await registered('quiet', `/${language}/my/online-statt-hotline`);
    const { status, html } = await browser.get(`/${language}/my/online-statt-hotline`);
    expect(status).toBe(200);
    for (const each of said) expect(html).toContain(each);
    expect(html).not.toMatch(/<script|style=|onclick/);
    expect(html.length).toBeLessThan(60_000);
  });

  it.each([
    ['de', 'nutzbar bis', "now() + interval '2 days'"],
    ['en', 'usable until', "now() + interval '2 days'"],
    ['de', 'war nutzbar bis', "now() - interval '2 days'"],
    ['en', 'was usable until', "now() - interval '2 days'"],
  ] as const)('says in %s until when megabytes can be used: %s', async (language, said, until) => {
    const path = `/${language}/my/online-statt-hotline`;
    const { browser, id } = await registered('quiet', path);
    expect((await browser.get(path)).html).not.toMatch(/nutzbar|usable/);
    await pool.query(`update "grant" set valid_until = ${until} where participation_id = $1`, [id]);
    const { rows } = await pool.query<{ until: Date }>(
      'select valid_until as until from "grant" where participation_id = $1',
      [id],
    );
    const by = deadline(rows[0]?.until.getTime() ?? 0, Date.now(), language, 'Europe/Berlin');
    expect((await browser.get(path)).html).toContain(`<small>${said} ${by}</small></span><b>600\u00a0MB</b>`);
  });

  it.each([
    ['de', 'zählt erst, wenn Sie wieder dabei sind', '3 % vergangen'],
    ['en', 'counts only once you are in again', '3 % elapsed'],
  ])('says in %s to whoever was dropped what being in again would bring', async (language, task, elapsed) => {
    const path = `/${language}/my/online-statt-hotline`;
    const { html } = await (await registered('dropped', path)).browser.get(path);
    expect(html).toContain(task);
    expect(html).toContain(`<title id="ring-title">${elapsed}</title>`);
    expect(html).toContain('<circle class="lost"');
  });

  it.each([
    ['de', 'Versäumen Sie ihn, endet Ihre Teilnahme.', 'oder zu lange kein Besuch'],
    ['en', 'If you miss it, your participation ends.', 'or no visit for too long'],
  ])('says in %s that calls and missed visits end it', async (language, visit, ends) => {
    const path = `/${language}/my/online-statt-hotline`;
    const { browser, id } = await registered('quiet', path);
    const { html } = await browser.get(path);
    expect([html.includes(visit), html.includes(ends)]).toEqual([true, true]);
    await pool.query(`update participation set quiet_ends_at = now() + interval '20 days' where id = $1`, [
      id,
    ]);
    const near = (await browser.get(path)).html;
    expect([near.includes(visit), near.includes(ends)]).toEqual([false, false]);
  });

  it('stands still and grey for whoever has left', async () => {
    const { browser, id } = await registered('ended');
    await pool.query(`update participation set ended_because = 'left', next_due_at = null where id = $1`, [
      id,
    ]);
    const { html } = await browser.get(MINE);
    expect(html).toContain('<title id="ring-title">3 % vergangen</title>');
    expect(html).toContain('<circle class="lost"');
  });

  it('says why something is lost, also when that happens while the page is made', async () => {
    const { browser, id } = await registered();
    const call = { delivery: '2', time: Date.now(), acceptedAt: Date.now() };
    const client = await pool.connect();
    await client.query('begin');
    await client.query('lock table "grant" in access exclusive mode');
    const asked = browser.get(MINE);
    await until(async () => {
      const { rowCount } = await pool.query(
        `select from pg_locks where relation = '"grant"'::regclass and not granted`,
      );
      return rowCount === 1 || undefined;
    });
    await client.query('insert into step values ($1, 2, now(), $2, $3)', [
      id,
      'forfeited',
      JSON.stringify([{ type: 'called', ...call, call: 'c', exempt: false }]),
    ]);
    await client.query(`update participation set phase = 'forfeited', steps = 2 where id = $1`, [id]);
    await client.query('commit');
    client.release();
    const { html } = await asked;
    expect(html).toContain('Ein Anruf hat die Chance auf die große Belohnung beendet');
    expect(html).toContain('und er zählt');
    expect(html).toContain('Er zählt, denn er fiel in die Zeit ohne Anruf');
  });

  it('shows nobody else, neither by address nor by session', async () => {
    const { id } = await registered();
    const other = await guest();
    expect((await other.browser.get(`/de/my/${id}`)).status).toBe(403);
    expect((await other.browser.get(MINE)).html).toContain('Jetzt mitmachen');
  });

  it.each(['%00', '%E2%80%AE', 'a%0d%0ab'])(
    'is not at an address that no programme can have: %s',
    async (code) => {
      const { browser } = await guest();
      for (const path of ['', '/settings', '/my-data.json'])
        expect((await browser.get(`/de/my/${code}${path}`)).status).toBe(404);
    },
  );
});
