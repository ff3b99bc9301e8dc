import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { mintInvitationToken } from '../support/invitation-token.js';
import { addressHash, optOutToken } from '../../prisma/opt-outs.js';
import { LANGUAGES } from '../../src/domain/wording.js';
import { CustomerBrowser, type Page, waysOn } from '../support/customer-browser.js';
import { MINE, startPages } from './kit.js';

const { api, pool, guest } = await startPages();
await api.publish('second-programme');

interface Navigation {
  readonly links: readonly string[];
  /** What is marked as where the reader is, and how. */
  readonly current: string | undefined;
}

/** What stands above a page for whoever has signed in; the last is the button that signs out. */
function navigationOn({ html }: Page): Navigation {
  const [, nav = ''] = /<nav[^>]*>(.*?)<\/nav>/s.exec(html) ?? [];
  return {
    links: [...nav.matchAll(/href="([^"]*)"|action="([^"]*)"/g)].map(
      ([, href, action]) => href ?? action ?? '',
    ),
    current: /href="[^"]*" aria-current="[^"]*"/.exec(nav)?.[0],
  };
}

const OPEN = [
  'help',
  'help/nothing',
  'help?q=bill',
  'video',
  'app',
  'self-service',
  'privacy',
  'accessibility',
];

describe.each(LANGUAGES)('in %s', (language) => {
  const mine = `/${language}/my/online-statt-hotline`;
  const links = [mine, `/${language}/help`, `${mine}/settings`, '/sign-out'];

  it('every page leads whoever takes part to the same four places, and says which of them it is', async () => {
    const { browser } = await guest(mine);
    const optOut = optOutToken('only-for-tests-only-for-tests-only', {
      channel: 'sms',
      hash: addressHash('only-for-tests-only-for-tests-only', 'sms', '+4915112345678'),
      oneClick: 'all',
    });
    const elsewhere = [`/${language}/nothing`, `/${language}/programmes/online-statt-hotline`];
    const own = ['', '/settings', '/leave', '/withdraw', '/erase'].map((path) => mine + path);
    for (const path of [
      ...own,
      ...OPEN.map((each) => `/${language}/${each}`),
      ...elsewhere,
      `/${language}/o/${optOut}`,
    ])
      expect({ path, links: navigationOn(await browser.get(path)).links }).toEqual({ path, links });
  });

  it.each([
    [mine, mine, 'page'],
    [`${mine}/settings`, `${mine}/settings`, 'page'],
    [`${mine}/settings?saved=yes`, `${mine}/settings`, 'page'],
    [`${mine}/erase`, `${mine}/settings`, 'true'],
    [`/${language}/help?q=bill`, `/${language}/help`, 'page'],
    [`/${language}/help/nothing`, `/${language}/help`, 'true'],
  ])('on %s the reader is at %s (%s)', async (path, href, how) => {
    const { browser } = await guest(mine);
    const { current } = navigationOn(await browser.get(path));
    expect(current).toBe(`href="${href}" aria-current="${how}"`);
  });

  it('elsewhere the reader is at none of them', async () => {
    const { browser } = await guest(mine);
    expect(navigationOn(await browser.get(`/${language}/video`)).current).toBeUndefined();
  });

  it('the page of a programme leads whoever has registered back to where they stand, and others to the form', async () => {
    const path = `/${language}/programmes/online-statt-hotline`;
    const said =
      language === 'de'
        ? 'Sie haben sich für dieses Programm registriert'
        : 'You have registered for this programme';
    const { browser, id } = await guest(mine);
    expect((await browser.get(path)).html).not.toContain(said);
    await pool.query('update participation set registered_at = now() where id = $1', [id]);
    const page = await browser.get(path);
    expect([page.html, waysOn(page)]).toEqual([expect.stringContaining(said), [mine]]);
    const other = await browser.get(`/${language}/programmes/second-programme`);
    expect([other.html, waysOn(other)]).toEqual([
      expect.not.stringContaining(said),
      [`/${language}/my/second-programme`],
    ]);
  });
});

it('who takes part in nothing is led to the help and out, but to no page that is not theirs', async () => {
  const browser = new CustomerBrowser(api.url);
  const refused = await browser.signIn(`stranger-${randomUUID()}`, MINE);
  const links = ['/de/help', '/sign-out'];
  expect([refused.status, navigationOn(refused).links]).toEqual([403, links]);
  expect(navigationOn(await browser.get('/de/privacy')).links).toEqual(links);
});

it('who follows an own link that is over still finds the own pages', async () => {
  const { browser, id } = await guest();
  await pool.query('update participation set invitation_ends_at = now() where id = $1', [id]);
  const { status, html } = await browser.get(`/i/${await mintInvitationToken(pool, id)}`);
  expect([status, html]).toEqual([410, expect.stringContaining(`<a href="${MINE}/settings">`)]);
});

it('who has not signed in sees no such places', async () => {
  expect((await new CustomerBrowser(api.url).get('/de/help')).html).not.toContain('<nav');
});
