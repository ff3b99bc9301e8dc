import { describe, expect, it } from '@jest/globals';
import { TestApi } from '../api/api.js';
import { MINE, startPages } from '../my-programme/kit.js';
import { CustomerBrowser } from '../support/customer-browser.js';

const { pool, guest, api } = await startPages();
// under the same address: so the browser's cookie is the same
const away = await TestApi.start({
  DATABASE_URL: 'postgresql://nobody:secret@127.0.0.1:1/nowhere',
  PUBLIC_URL: api.url,
});

const TOKEN = 'A'.repeat(22);

describe('while PostgreSQL is away', () => {
  it.each([
    ['/de/programmes/online-statt-hotline', 'Das lag an uns'],
    [`/i/${TOKEN}`, 'Das lag an uns'],
    ['/de/help', 'Das lag an uns'],
    ['/en/help?q=bill', 'That was our fault'],
    ['/en/help/understand-your-bill', 'That was our fault'],
  ])('%s says so on a page, without what went wrong inside', async (path, said) => {
    const { status, headers, html } = await new CustomerBrowser(away.url).only('GET', path);
    expect([status, headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);
    expect(html).toContain(said);
    expect(html).not.toMatch(/ECONNREFUSED|127\.0\.0\.1:1\b|node_modules/);
  });

  it.each([MINE, '/de/privacy', '/sign-in/answer?state=x'])(
    'whoever has signed in reads so as well: %s',
    async (path) => {
      const { browser } = await guest();
      const elsewhere = new CustomerBrowser(away.url);
      for (const [name, cookie] of browser.cookies) elsewhere.cookies.set(name, cookie);
      const { status, html } = await elsewhere.only('GET', path);
      expect([status, html]).toEqual([503, expect.stringContaining('Das lag an uns')]);
      expect(html).not.toContain('ECONNREFUSED');
    },
  );
});

it('a session that can be read and not written costs a page, and says nothing of the inside', async () => {
  const { browser, customer } = await guest();
  await pool.query(`update session set data = data - '_csrf' where customer_id = $1`, [customer]);
  await pool.query('alter table session add constraint unwritable check (customer_id is null) not valid');
  const { status, html } = await browser.only('GET', MINE);
  await pool.query('alter table session drop constraint unwritable');
  expect([status, html]).toEqual([500, expect.stringContaining('Das lag an uns')]);
  expect(html).not.toMatch(/unwritable|session/);
});

describe('what is no page', () => {
  it.each([
    ['GET', '/de/nothing-here', 404, 'Diese Seite gibt es nicht'],
    ['GET', '/en/help/a/b/c', 404, 'This page does not exist'],
    ['GET', '/de/help/%zz', 400, 'Das ließ sich nicht lesen'],
    ['GET', '/i/%E0%A4%A', 400, 'Das ließ sich nicht lesen'],
  ] as const)('%s %s is told so on one', async (method, path, wanted, said) => {
    const { status, html } = await new CustomerBrowser(api.url).only(method, path);
    expect([status, html]).toEqual([wanted, expect.stringContaining(said)]);
  });

  it('and far too much text in a form is told so, not called a broken link', async () => {
    const { browser } = await guest();
    const { status, html } = await browser.only('POST', `${MINE}/appeal`, { text: 'x'.repeat(50_000) });
    expect([status, html]).toEqual([413, expect.stringContaining('Das war zu viel')]);
    expect(html).not.toContain('Link');
  });
});

it('programs still get problems, whatever they ask for', async () => {
  const wanted = { status: 404, body: { code: 'not-found' } };
  for (const path of ['/v1/nothing', '/video/0/none.webm', '/nothing'])
    expect(await api.call('GET', path)).toMatchObject(wanted);
  expect(await away.call('GET', '/v1/grants')).toMatchObject({ body: { code: 'storage-unavailable' } });
});
