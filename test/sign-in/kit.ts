import { randomUUID } from 'node:crypto';
import { afterEach } from '@jest/globals';
import { cookieName } from '../../src/sign-in/sessions.js';
import { TestApi } from '../api/api.js';
import { CustomerBrowser } from '../support/customer-browser.js';
import { startIdentity } from '../support/identity.js';

/** Where customers see their own participation. */
export const MINE = '/de/my/online-statt-hotline';

/** The API with a published programme, and an issuer that can be told to misbehave until the end of the test; of the calling file alone. */
export async function startSignIn() {
  const identity = await startIdentity();
  const api = await TestApi.start({ LOG_LEVEL: 'trace' }, identity);
  await api.publish();
  const { pool } = api.database;
  /** Of a browser that has signed in. */
  const cookie = cookieName(api.url);

  afterEach(() => {
    identity.tamper(undefined);
    identity.silence(false);
  });

  function browser() {
    return new CustomerBrowser(api.url);
  }

  async function invited(): Promise<{ customer: string; id: string }> {
    const customer = `customer-${randomUUID()}`;
    return { customer, id: (await api.invite(customer)).id };
  }

  /** Up to the issuer's answer, which is not yet taken. */
  async function answered(customer: string, path = MINE) {
    const own = browser();
    const asked = await own.get(path);
    const signedIn = await own.only('POST', asked.url, { customer });
    const resumed = await own.only('GET', signedIn.headers.get('location') ?? '');
    return { own, answer: resumed.headers.get('location') ?? '' };
  }

  /** In how many browsers this customer is signed in. */
  async function sessions(customer: string): Promise<number> {
    const { rows } = await pool.query<{ count: number }>(
      'select count(*)::int from session where customer_id = $1',
      [customer],
    );
    return rows[0]?.count ?? 0;
  }

  return { identity, api, pool, cookie, browser, invited, answered, sessions };
}
