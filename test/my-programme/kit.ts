import { randomUUID } from 'node:crypto';
import { TestApi } from '../api/api.js';
import { CustomerBrowser, type Page } from '../support/customer-browser.js';
import { startIdentity } from '../support/identity.js';

export const MINE = '/de/my/online-statt-hotline';

/** Ticks every box of the form to take part. */
export const ACCEPTED = { acceptPrivacy: 'yes', acceptTerms: 'yes' };

/** An invited customer and the browser that they have signed in with. */
export interface Guest {
  readonly customer: string;
  readonly id: string;
  readonly browser: CustomerBrowser;
  /** The page that signing in led to. */
  readonly page: Page;
}

/** The API with a published programme and customers who sign in, of the calling test file alone. */
export async function startPages() {
  const identity = await startIdentity();
  const api = await TestApi.start({ LOG_LEVEL: 'trace' }, identity);
  await api.publish();
  const { pool } = api.database;

  async function guest(path = MINE, more: object = {}): Promise<Guest> {
    const customer = `customer-${randomUUID()}`;
    const { id } = await api.invite(customer, more);
    const browser = new CustomerBrowser(api.url);
    return { customer, id, browser, page: await browser.signIn(customer, path) };
  }

  /** What the inbox holds for this participation, in order, but the invitation. */
  async function events(id: string): Promise<readonly EventRow[]> {
    const { rows } = await pool.query<EventRow>(
      `select e.source, e.id, e.type, e.data from delivery d join event e on e.seq = d.event_seq
       where d.participation_id = $1 and e.type <> 'participation.invited' order by d.id`,
      [id],
    );
    return rows;
  }

  return { api, identity, pool, guest, events };
}

/** What tests read of an event. */
export interface EventRow {
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
}
