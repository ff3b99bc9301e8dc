import { describe, expect, it } from '@jest/globals';
import { addressHash, optOutToken } from '../../prisma/opt-outs.js';
import { CustomerBrowser } from '../support/customer-browser.js';
import { mintInvitationToken } from '../support/invitation-token.js';
import { MINE, startPages } from './kit.js';

const { api, pool, guest } = await startPages();
const KEY = 'only-for-tests-only-for-tests-only';
const hash = addressHash(KEY, 'email', 'somebody@example.org');
const OPT_OUT = `/de/o/${optOutToken(KEY, { channel: 'email', hash, oneClick: 'advertising' })}`;

/** A shared browser's back button and any proxy in between show none of it again. */
const KEPT_NOWHERE = { cache: 'no-store', referrer: 'no-referrer' };

async function asked(browser: CustomerBrowser, method: 'GET' | 'POST', path: string, form = {}) {
  const { status, headers } = await browser.only(method, path, method === 'POST' ? form : undefined);
  const [cache, referrer] = ['cache-control', 'referrer-policy'].map((name) => headers.get(name));
  return { status, cache, referrer };
}

const { id, browser, page } = await guest();
const token = await mintInvitationToken(pool, id);
const _csrf = /name="_csrf" value="([^"]*)"/.exec(page.html)?.[1] ?? '';

describe('what is personal is kept neither by the browser nor on the way', () => {
  it.each([
    ['/de/my', 303],
    [MINE, 200],
    [`${MINE}/settings`, 200],
    [`${MINE}/settings?saved=yes`, 200],
    [`${MINE}/leave`, 200],
    [`${MINE}/withdraw`, 200],
    [`${MINE}/erase`, 200],
    [`${MINE}/my-data.json`, 200],
    [`${MINE}/appeal`, 303],
    ['/de/my/another', 403],
    ['/de/programmes/online-statt-hotline', 200],
    ['/de/video', 200],
    ['/de/app', 200],
    ['/de/self-service', 200],
    ['/de/go/bills', 303],
    ['/de/help', 200],
    ['/de/privacy', 200],
    ['/de/nothing', 404],
    [`/i/${token}`, 303],
    ['/i/nothing', 404],
    [OPT_OUT, 200],
    ['/sign-in?to=/de/my', 303],
    ['/sign-in?to=https://evil.example', 400],
    ['/sign-in/answer?state=guessed', 303],
    ['/signed-out?state=de', 200],
  ])('GET %s (%i)', async (path, status) => {
    expect(await asked(browser, 'GET', path)).toEqual({ status, ...KEPT_NOWHERE });
  });

  it.each([
    [MINE, 409],
    [`${MINE}/settings`, 303],
    [`${MINE}/appeal`, 400],
    [OPT_OUT, 400],
  ])('POST %s (%i)', async (path, status) => {
    expect(await asked(browser, 'POST', path, { _csrf })).toEqual({ status, ...KEPT_NOWHERE });
  });

  it('nor is a form that did not come from us, or the way to sign in', async () => {
    expect(await asked(browser, 'POST', `${MINE}/leave`)).toEqual({ status: 403, ...KEPT_NOWHERE });
    const stranger = new CustomerBrowser(api.url);
    expect(await asked(stranger, 'GET', MINE)).toEqual({ status: 303, ...KEPT_NOWHERE });
    const guessed = await asked(stranger, 'GET', '/sign-in/answer?state=guessed');
    expect(guessed).toEqual({ status: 400, ...KEPT_NOWHERE });
  });

  it.each(['leave', 'withdraw', 'erase'])('nor is what ends something: %s', async (how) => {
    const other = await guest(`${MINE}/${how}`);
    const csrf = /name="_csrf" value="([^"]*)"/.exec(other.page.html)?.[1] ?? '';
    const answer = await asked(other.browser, 'POST', `${MINE}/${how}`, { _csrf: csrf });
    expect(answer).toEqual({ status: how === 'erase' ? 202 : 303, ...KEPT_NOWHERE });
  });
});
