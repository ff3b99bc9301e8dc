import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { mintInvitationToken } from '../support/invitation-token.js';
import { type Language, LANGUAGES } from '../../src/domain/wording.js';
import { TestApi } from '../api/api.js';
import { startPages } from '../my-programme/kit.js';
import { startChrome } from '../support/chrome.js';
import { CustomerBrowser } from '../support/customer-browser.js';
import { faultless, look } from './look.js';

const { api, identity, pool, guest } = await startPages();
await api.publish('second-programme');
const limited = await TestApi.start({ SIGN_IN_RATE: '1' }, identity);
const chrome = await startChrome();

/** A customer who has registered for the first programme, with 600 MB for a year, and is invited to the second. */
async function participant(language: Language): Promise<CustomerBrowser> {
  const { id, customer, browser } = await guest(`/${language}/my/online-statt-hotline`, { language });
  await api.invite(customer, { programme: 'second-programme', language });
  await pool.query(
    `update participation set phase = 'quiet', registered_at = now(), quiet_starts_at = now() - interval '90 days',
       quiet_ends_at = now() + interval '183 days', settlement_ends_at = now() + interval '186 days', last_visit_at = now() where id = $1`,
    [id],
  );
  await pool.query(`insert into step values ($1, 1, now(), 'quiet', '[]')`, [id]);
  await pool.query(
    `insert into "grant" (id, participation_id, code, megabytes, valid_until, state, step, earned_at)
     values (gen_random_uuid(), $1, 'registered', 600, now() + interval '1 year', 'credited', 1, now())`,
    [id],
  );
  return browser;
}

describe.each(LANGUAGES)('in %s', (language) => {
  it.each(['light', 'dark'] as const)(
    'whoever takes part can use every page, %s, on the smallest phone',
    async (colorScheme) => {
      const { cookies } = await participant(language);
      const mine = `/${language}/my/online-statt-hotline`;
      const own = ['', '/settings', '/leave', '/withdraw', '/erase'].map((path) => mine + path);
      const open = [
        'my/second-programme',
        'programmes/online-statt-hotline',
        'help',
        'video',
        'self-service',
      ];
      const paths = [...own, ...open.map((path) => `/${language}/${path}`), `/signed-out?state=${language}`];
      const { looked, asked } = await look(chrome, api.url, paths, { colorScheme, cookies });
      expect(looked).toEqual(faultless(paths));
      expect(asked).toEqual([api.url]);
    },
  );

  it('whoever is turned away can use the page that says so', async () => {
    const { id } = await api.invite(randomUUID(), { language });
    const token = await mintInvitationToken(pool, id);
    await pool.query('update participation set invitation_ends_at = now() where id = $1', [id]);
    const customer = randomUUID();
    await api.invite(customer, { language });
    const elsewhere = new CustomerBrowser(api.url);
    await elsewhere.signIn(customer, `/${language}/my/online-statt-hotline`);
    const paths = [`/${language}/my/another-programme`, `/i/${token}`, `/${language}/nothing`, '/i/nothing'];
    const { cookies } = elsewhere;
    const { looked } = await look(chrome, api.url, paths, { colorScheme: 'light', cookies });
    expect(looked).toEqual(faultless(paths));
  });
});

it('so can whoever signs in too often', async () => {
  const often = ['/sign-in?to=/de/my', '/sign-in?to=/de/my'];
  for (const path of often) await new CustomerBrowser(limited.url).only('GET', path);
  const { looked } = await look(chrome, limited.url, often, { colorScheme: 'light' });
  expect(looked).toEqual(faultless(often));
});
