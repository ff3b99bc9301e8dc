import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { mintInvitationToken } from '../support/invitation-token.js';
import { waysOn } from '../support/customer-browser.js';
import { MINE, startSignIn } from './kit.js';

const { api, pool, browser, invited } = await startSignIn();
const TURNED_AWAY = 'quietline_turned_away_total{reason="not-invited"}';

async function counted(line: string): Promise<number> {
  const { body } = await api.call<string>('GET', '/metrics');
  return Number(
    body
      .split('\n')
      .find((each) => each.startsWith(line))
      ?.split(' ')
      .at(-1) ?? 0,
  );
}

describe('who may in', () => {
  it('is nobody with a valid login alone: a friendly page, counted, and nothing created', async () => {
    const before = await counted(TURNED_AWAY);
    const stranger = `stranger-${randomUUID()}`;
    const page = await browser().signIn(stranger, MINE);
    expect([page.status, page.html]).toEqual([403, expect.stringContaining('auf Einladung')]);
    expect(waysOn(page)).toEqual(['/de/programmes/online-statt-hotline', '/de/help/sign-in-trouble']);
    expect(await counted(TURNED_AWAY)).toBe(before + 1);
    const { rows } = await pool.query('select from participation where customer_id = $1', [stranger]);
    expect(rows).toHaveLength(0);
    expect((await pool.query('select from event where subject = $1', [stranger])).rows).toHaveLength(0);
  });

  it.each(['/de/video', '/de/help', '/de/my'])(
    'keeps nothing of a stranger who comes back to %s',
    async (to) => {
      const [own, stranger] = [browser(), `stranger-${randomUUID()}`];
      const page = await own.signIn(stranger, `/sign-in?to=${to}`);
      expect([page.url, page.html]).toEqual([to, expect.stringContaining('action="/sign-out"')]);
      const { rows } = await pool.query(
        'select from session where customer_id = $1 or position($1 in data::text) > 0',
        [stranger],
      );
      expect(rows).toHaveLength(0);
    },
  );

  it('is nobody who was let watch the video: turned away with each visit, once, until there is an invitation', async () => {
    const [own, stranger] = [browser(), `stranger-${randomUUID()}`];
    await own.signIn(stranger, '/sign-in?to=/de/video');
    const before = await counted(TURNED_AWAY);
    const visits = [await own.get('/de/my'), await own.get(MINE), await own.get(MINE)];
    expect(visits.map(({ status, url }) => [status, url])).toEqual([
      [403, '/de/my'],
      [403, MINE],
      [403, MINE],
    ]);
    expect(await counted(TURNED_AWAY)).toBe(before + 3);
    await api.invite(stranger);
    expect((await own.get(MINE)).status).toBe(200);
  });

  it('is whoever signs out and takes the login that was invited', async () => {
    const [own, { customer }] = [browser(), await invited()];
    const refused = await own.signIn(`stranger-${randomUUID()}`, MINE);
    const asked = await own.submit(refused, {}, '/sign-out');
    await own.submit(asked, { logout: 'yes' });
    expect((await own.signIn(customer, MINE)).status).toBe(200);
  });

  it.each([
    ['de', 'Von dieser Anmeldung wird nichts über Sie gespeichert.'],
    ['en', 'Nothing about you is kept of this sign-in.'],
  ])('says in %s that nothing is kept of this sign-in, only where that is so', async (language, kept) => {
    const stranger = await browser().signIn(`stranger-${randomUUID()}`, `/${language}/my`);
    expect([stranger.status, stranger.html]).toEqual([403, expect.stringContaining(kept)]);
    const { customer } = await invited();
    const elsewhere = await browser().signIn(customer, `/${language}/my/another-programme`);
    expect([elsewhere.status, elsewhere.html]).toEqual([403, expect.not.stringContaining(kept)]);
  });

  it("is nobody with another customer's link, who can still use an invitation of their own", async () => {
    const [sentTo, finder] = [await invited(), await invited()];
    const own = browser();
    const programme = await own.get(`/i/${await mintInvitationToken(pool, sentTo.id)}`);
    expect(programme.url).toBe('/de/programmes/online-statt-hotline');
    const refused = await own.signIn(finder.customer, MINE);
    expect([refused.status, refused.html]).toEqual([403, expect.stringContaining('für jemand anderen')]);
    expect(refused.html).toContain('Abmelden');
    expect(waysOn(refused)).toEqual([MINE, '/de/help/sign-in-trouble']);
    expect((await own.get(MINE)).status).toBe(200);
  });

  it.each(['de', 'en'])(
    'reads in %s what to do next, even about a programme that there is not',
    async (language) => {
      const { id } = await invited();
      const own = browser();
      await own.get(`/i/${await mintInvitationToken(pool, id)}`);
      const foreign = await own.signIn(`stranger-${randomUUID()}`, `/${language}/my/online-statt-hotline`);
      expect([foreign.status, waysOn(foreign)]).toEqual([403, [`/${language}/help/sign-in-trouble`]]);
      const uninvited = await own.get(`/${language}/my/nothing`);
      expect([uninvited.status, waysOn(uninvited)]).toEqual([403, [`/${language}/help/sign-in-trouble`]]);
    },
  );

  it('is the customer whom the link was sent to', async () => {
    const { customer, id } = await invited();
    const own = browser();
    const programme = await own.get(`/i/${await mintInvitationToken(pool, id)}`);
    expect(programme.html).toContain(`href="${MINE}"`);
    expect((await own.signIn(customer, MINE)).status).toBe(200);
  });

  it.each([
    ['is over', ''],
    ['was over long ago', `, phase = 'ended', ended_because = 'invitation-expired', next_due_at = null`],
  ])('is nobody whose invitation %s', async (_, more) => {
    const { customer, id } = await invited();
    await pool.query(`update participation set invitation_ends_at = now()${more} where id = $1`, [id]);
    const page = await browser().signIn(customer, MINE);
    expect([page.status, page.html]).toEqual([410, expect.stringContaining('abgelaufen')]);
    expect(waysOn(page)).toEqual([`${MINE}/settings`, '/de/help/sign-in-trouble']);
  });

  it.each(['\0', 'a\nb'])('is nobody whose login is no customer id: %j', async (customer) => {
    const own = browser();
    const { status, html } = await own.signIn(customer, MINE);
    expect([status, html]).toEqual([403, expect.stringContaining('keine Kundennummer')]);
  });
});
