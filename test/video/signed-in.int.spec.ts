import { describe, expect, it } from '@jest/globals';
import { DURATION_MS } from '../../src/video/scenes.js';
import { CustomerBrowser } from '../support/customer-browser.js';
import { type Guest, startPages } from '../my-programme/kit.js';

const { api, pool, guest, events } = await startPages();
await api.publish('second-programme');

const BEGIN = { sitting: 'a'.repeat(32), played: [] };
const WHOLE = { ...BEGIN, played: [{ from: 0, to: DURATION_MS, took: DURATION_MS }] };

/** Reports as the page's script does, with the cookies of this browser. */
async function hear(
  { browser }: Pick<Guest, 'browser'>,
  report: object,
  headers: Record<string, string> = {},
) {
  const cookie = [...browser.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ');
  const response = await fetch(`${api.url}/de/video/played`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie, ...headers },
    body: JSON.stringify(report),
  });
  return { status: response.status, body: (await response.json()) as unknown };
}

/** Lets every sitting of this participation have begun as long ago as the video lasts. */
async function pass(participation: string): Promise<void> {
  await pool.query(
    `update video_progress set sittings = (select jsonb_agg(s || jsonb_build_object(
       'beganAt', (s ->> 'beganAt')::bigint - $2, 'heardAt', (s ->> 'heardAt')::bigint - $2)) from jsonb_array_elements(sittings) s)
     where participation_id = $1`,
    [participation, DURATION_MS],
  );
}

const watchedEvents = async (id: string) =>
  (await events(id)).filter(({ type }) => type === 'selfservice.video-watched');

describe('a customer who has signed in', () => {
  it('has a page of the video that counts, and leads back', async () => {
    const { browser } = await guest();
    const { html } = await browser.get('/de/video');
    expect(html).toMatch(/<script src="\/video\/[0-9a-f]+\/watching\.js"/);
    expect(html).not.toMatch(/<script(?! src="\/video\/)/);
    for (const said of [
      'data-to="/de/video/played"',
      'data-nothing="Hier zählt das Ansehen nicht',
      'href="/de/my/online-statt-hotline"',
      'action="/sign-out"',
    ])
      expect(html).toContain(said);
  });

  it('watches, and one event of the own participation says so', async () => {
    const customer = await guest();
    expect(await hear(customer, BEGIN)).toEqual({ status: 200, body: { share: 0, watched: false } });
    await pass(customer.id);
    expect(await hear(customer, WHOLE)).toEqual({ status: 200, body: { share: 1, watched: true } });
    expect(await hear(customer, WHOLE)).toEqual({ status: 200, body: { share: 1, watched: true } });
    expect(await watchedEvents(customer.id)).toEqual([
      {
        source: 'urn:quietline',
        id: `${customer.id}/video-watched`,
        type: 'selfservice.video-watched',
        data: {},
      },
    ]);
  });

  it('watches for every open participation at once', async () => {
    const customer = await guest();
    const second = await api.call<{ id: string }>('POST', '/v1/participations', {
      programme: 'second-programme',
      customerId: customer.customer,
    });
    await hear(customer, BEGIN);
    for (const id of [customer.id, second.body.id]) await pass(id);
    await hear(customer, WHOLE);
    for (const id of [customer.id, second.body.id]) expect(await watchedEvents(id)).toHaveLength(1);
  });

  it('is not spoken for by a page of somebody else', async () => {
    const customer = await guest();
    const foreign = await hear(customer, BEGIN, { 'sec-fetch-site': 'cross-site' });
    expect(foreign.status).toBe(403);
  });

  it('who takes part in nothing is told that, and not to sign in', async () => {
    const browser = new CustomerBrowser(api.url);
    const { html } = await browser.signIn('stranger', '/sign-in?to=/de/video');
    expect(html).toContain('Sie nehmen an nichts teil');
    expect(html).not.toMatch(/nicht angemeldet|<script|href="\/sign-in/);
    expect((await hear({ browser }, BEGIN)).status).toBe(409);
  });

  it('is told when nothing runs in which it would count', async () => {
    const customer = await guest();
    await pool.query(`update participation set phase = 'ended' where id = $1`, [customer.id]);
    expect((await hear(customer, BEGIN)).status).toBe(409);
  });
});
