import { describe, expect, it } from '@jest/globals';
import { MINE, startPages } from './kit.js';

const { api, pool, guest, registered, events } = await startPages();

describe('my programme', () => {
  it('being opened is a visit for this participation, at most one an hour', async () => {
    const { browser, id } = await registered();
    for (let n = 0; n < 3; n += 1) await browser.get(MINE);
    expect(await events(id)).toMatchObject([{ source: 'urn:quietline', type: 'selfservice.visited' }]);
    const { lastVisitAt } = await api.get(id);
    expect(Date.now() - Date.parse(lastVisitAt ?? '')).toBeLessThan(60_000);
  });

  it.each(['/settings', '/de/help?q=bill', '/de/video', '/de/self-service', '/en/app', '/de/privacy'])(
    'every other page that helps is a visit as well, and legal ones are none: %s',
    async (path) => {
      const { browser, id } = await registered();
      await browser.get(path === '/settings' ? MINE + path : path);
      expect((await events(id)).map(({ type }) => type)).toEqual(
        path === '/de/privacy' ? [] : ['selfservice.visited'],
      );
    },
  );

  it('is shown even if the visit cannot be kept', async () => {
    const { browser } = await registered();
    await pool.query(
      `alter table event add constraint never check (type <> 'selfservice.visited') not valid`,
    );
    const { status } = await browser.get(MINE);
    await pool.query('alter table event drop constraint never');
    expect(status).toBe(200);
    expect(api.logged.join('')).toContain('a visit could not be kept');
  });

  it('is a visit more often where the rule on visits is one of seconds', async () => {
    const { id, browser } = await registered();
    await pool.query(
      `with short as (
         insert into programme_version (code, version, definition, state, published_at)
         select 'of-seconds', 1, definition || '{"code": "of-seconds", "visits": {"atLeastEvery": "PT30S", "warnAfter": "PT20S"}}', state, published_at
         from programme_version where code = 'online-statt-hotline'
       ) update participation set programme_code = 'of-seconds' where id = $1`,
      [id],
    );
    for (let n = 0; n < 2; n += 1) {
      await browser.get('/de/my/of-seconds');
      await pool.query(
        `update participation set last_visit_at = now() - interval '5 s', clock_offset = clock_offset + 5000 where id = $1`,
        [id],
      );
    }
    expect(await events(id)).toHaveLength(2);
  });

  it('is no visit for whoever has not registered or has ended', async () => {
    const [invited, ended] = [await guest(), await registered('ended')];
    await pool.query('update participation set next_due_at = null where id = $1', [ended.id]);
    await invited.browser.get(MINE);
    await ended.browser.get(MINE);
    expect([await events(invited.id), await events(ended.id)]).toEqual([[], []]);
  });
});
