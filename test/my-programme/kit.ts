import { randomUUID } from 'node:crypto';
import type { Phase } from '../../src/domain/phase.js';
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

/** The API with a published programme and customers who sign in, of the calling test file alone; `poolSize` as for `TestApi`. */
export async function startPages(poolSize?: number) {
  const identity = await startIdentity();
  const api = await TestApi.start({ LOG_LEVEL: 'trace' }, identity, poolSize);
  await api.publish();
  const { pool } = api.database;

  async function guest(path = MINE, more: object = {}): Promise<Guest> {
    const customer = `customer-${randomUUID()}`;
    const { id } = await api.invite(customer, more);
    const browser = new CustomerBrowser(api.url);
    return { customer, id, browser, page: await browser.signIn(customer, path) };
  }

  /** As if this customer had registered ten days ago and were in this phase now. */
  async function registered(phase: Phase = 'quiet', path = MINE): Promise<Guest> {
    const who = await guest(path);
    await pool.query(
      `update participation set phase = $2, registered_at = now() - interval '10 days', invited_at = now() - interval '11 days',
         quiet_starts_at = now() - interval '10 days', quiet_ends_at = now() + interval '263 days',
         settlement_ends_at = now() + interval '266 days', last_visit_at = now() - interval '10 days',
         next_due_what = 'quiet period', next_due_at = now() + interval '20 days' where id = $1`,
      [who.id, phase],
    );
    const ago = Date.now() - 10 * 86_400_000;
    const heard = { delivery: '1', time: ago, acceptedAt: ago };
    const facts = [
      { type: 'registered', ...heard, quietEndsAt: ago + 273 * 86_400_000 },
      { type: 'granted', time: ago, code: 'registered', megabytes: 600 },
      ...(phase === 'forfeited' ? [{ type: 'called', ...heard, call: 'c', exempt: false }] : []),
    ];
    await pool.query('insert into step values ($1, 1, $2, $3, $4)', [
      who.id,
      new Date(ago),
      phase,
      JSON.stringify(facts),
    ]);
    await pool.query(
      `insert into "grant" (id, participation_id, code, megabytes, state, step, earned_at)
       values (gen_random_uuid(), $1, 'registered', 600, 'credited', 1, now())`,
      [who.id],
    );
    return who;
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

  return { api, identity, pool, guest, registered, events };
}

/** What tests read of an event. */
export interface EventRow {
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
}
