import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { TestApi } from '../api/api.js';
import { CustomerBrowser } from '../support/customer-browser.js';
import { startIdentity } from '../support/identity.js';
import { MINE } from './kit.js';

/** Whoever signs in with the login `login-1` has the customer number `C-1`; of others it says here what they have. */
const OTHERS: Readonly<Record<string, string | number>> = {
  'login-0': '',
  hidden: 'C-7\u200b',
  composed: 'Mu\u0308ller',
  whole: 491701230000,
  broken: 4711.5,
  huge: 2 ** 53 + 2,
};
const identity = await startIdentity((login) => ({
  customer_number: OTHERS[login] ?? login.replace('login-', 'C-'),
}));
const api = await TestApi.start({ AUTH_CUSTOMER_CLAIM: 'customer_number' }, identity);
await api.publish();

describe('where another claim than the subject names the customer', () => {
  it('whoever signs in is the customer of that claim', async () => {
    const number = randomUUID();
    await api.invite(`C-${number}`);
    const page = await new CustomerBrowser(api.url).signIn(`login-${number}`, MINE);
    expect([page.status, page.html]).toEqual([200, expect.stringContaining('Jetzt mitmachen')]);
    const { rows } = await api.database.pool.query<{ customer_id: string }>(
      'select customer_id from session where customer_id is not null',
    );
    expect(rows).toEqual([{ customer_id: `C-${number}` }]);
  });

  it('the subject lets nobody in', async () => {
    const login = `login-${randomUUID()}`;
    await api.invite(login);
    expect((await new CustomerBrowser(api.url).signIn(login, MINE)).status).toBe(403);
  });

  it.each([
    ['composed', 'M\u00fcller'],
    ['whole', '491701230000'],
  ])('it is read like every other id: %s', async (login, customer) => {
    await api.invite(customer);
    const page = await new CustomerBrowser(api.url).signIn(login, MINE);
    expect([page.status, page.html]).toEqual([200, expect.stringContaining('Jetzt mitmachen')]);
  });

  it.each([
    ['hidden', 'U+200B'],
    ['broken', 'rounded-number'],
    ['huge', 'rounded-number'],
  ])('it lets nobody in where it cannot be read, and the log says why: %s', async (login, code) => {
    await api.call('POST', '/v1/participations', { programme: 'online-statt-hotline', customerId: 'C-7' });
    const logged = api.logged.length;
    const page = await new CustomerBrowser(api.url).signIn(login, MINE);
    expect([page.status, page.html]).toEqual([403, expect.stringContaining('gehört keine Kundennummer')]);
    const said = api.logged.slice(logged).filter((line) => line.includes('no-customer'));
    expect(said).toEqual([expect.stringContaining(`"code":"${code}"`)]);
    expect(said.join()).not.toContain('C-7');
  });

  it('a login without it is told that it belongs to no customer number', async () => {
    const page = await new CustomerBrowser(api.url).signIn('login-0', MINE);
    expect([page.status, page.html]).toEqual([403, expect.stringContaining('gehört keine Kundennummer')]);
  });
});
