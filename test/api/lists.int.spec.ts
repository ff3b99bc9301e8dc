import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { KeptEvent } from '../../src/events/event-list.js';
import type { GrantView } from '../../src/grants/grant.js';
import type { Page } from '../../src/paging/page.js';
import type { ParticipationView } from '../../src/participations/view.js';
import { TestApi } from './api.js';
import { cloudEvent } from './events.js';

const api = await TestApi.start();
await api.publish();
await api.publish('second');
const { pool } = api.database;

/** Reads a list to its end; `between` is done after each page. */
async function readAll<Item>(
  path: string,
  between: () => Promise<unknown> = async () => undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor = '';
  for (;;) {
    const { status, body } = await api.call<Page<Item>>('GET', `${path}&limit=3${cursor}`);
    if (status !== 200) throw new Error(`the list answered ${status}`);
    items.push(...body.items);
    if (body.next === null) return items;
    expect(body.items).toHaveLength(3);
    cursor = `&cursor=${body.next}`;
    await between();
  }
}

describe('the list of participations', () => {
  it('shows each once and in order, also while more are invited in the same millisecond', async () => {
    const before: string[] = [];
    for (let i = 0; i < 8; i += 1) before.push((await api.invite(`walker-${i}`, { programme: 'second' })).id);
    await pool.query(`update participation set invited_at = '2026-11-01' where programme_code = 'second'`);
    let more = 0;
    const seen = await readAll<ParticipationView>('/v1/participations?programme=second', () =>
      api.invite(`newcomer-${(more += 1)}`, { programme: 'second' }),
    );
    const ids = seen.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.slice(0, 8)).toEqual([...before].sort());
    expect(ids.length).toBeGreaterThan(8);
  });

  it('finds a customer, a phase, and both in a programme', async () => {
    const { id } = await api.invite('sought');
    await pool.query(`update participation set phase = 'forfeited' where id = $1`, [id]);
    for (const filter of [
      'customerId=sought',
      'phase=forfeited',
      'programme=online-statt-hotline&customerId=sought&phase=forfeited',
    ]) {
      const found = await readAll<ParticipationView>(`/v1/participations?${filter}`);
      expect(found).toEqual([await api.get(id)]);
    }
    expect(await readAll('/v1/participations?customerId=sought&phase=quiet')).toEqual([]);
  });
});

describe('the list of events', () => {
  it('shows what became of each event, by status, source and id', async () => {
    const { id: one } = await api.invite('twofold');
    const { id: other } = await api.invite('twofold', { programme: 'second' });
    const event = cloudEvent('twofold', 'hotline.called', { source: 'urn:centre', data: { callId: 'c-1' } });
    await api.call('POST', '/v1/events', event);
    await pool.query(
      `update delivery d set status = 'parked', code = 'workflow-missing' from event e
       where e.seq = d.event_seq and e.id = $1 and d.participation_id = $2`,
      [event.id, other],
    );
    const expected = {
      id: event.id,
      effects: [
        { participationId: one, status: 'pending' },
        { participationId: other, status: 'parked', code: 'workflow-missing' },
      ],
    };
    for (const filter of [
      'status=parked',
      'source=urn:centre',
      `status=parked&source=urn:centre&id=${event.id}`,
    ]) {
      expect(await readAll<KeptEvent>(`/v1/events?${filter}`)).toMatchObject([expected]);
    }
    expect(await readAll<KeptEvent>(`/v1/events?id=${event.id}&status=applied`)).toEqual([]);
  });

  it('shows each once, also while more come', async () => {
    await api.invite('steady');
    const sent = Array.from({ length: 10 }, () =>
      cloudEvent('steady', 'selfservice.visited', { source: 'urn:steady' }),
    );
    await api.call('POST', '/v1/events', sent);
    const seen = await readAll<KeptEvent>('/v1/events?source=urn:steady', () =>
      api.call('POST', '/v1/events', cloudEvent('steady', 'selfservice.visited', { source: 'urn:steady' })),
    );
    const ids = seen.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids.slice(0, 10)].sort()).toEqual(sent.map(({ id }) => id).sort());
  });
});

it('the list of grants shows each once, narrowed to a participation or a state', async () => {
  const { id } = await api.invite('rich');
  const states = ['pending', 'credited', 'failed', 'pending', 'credited', 'failed', 'pending'];
  for (const [i, state] of states.entries()) {
    await pool.query(
      `insert into "grant" (id, participation_id, code, megabytes, state, step, earned_at)
       values ($1, $2, $3, 600, $4, 1, $5)`,
      [randomUUID(), id, `m-${i}`, state, i < 4 ? '2026-11-01T00:00:00Z' : '2026-11-02T00:00:00Z'],
    );
  }
  const all = await readAll<GrantView>(`/v1/grants?participation=${id}`);
  expect(all.map(({ code }) => code).sort()).toEqual(states.map((_, i) => `m-${i}`));
  expect(all[0]).toEqual({
    id: expect.any(String),
    participationId: id,
    code: expect.any(String),
    megabytes: 600,
    state: expect.any(String),
    reference: null,
    reason: null,
    earnedAt: '2026-11-01T00:00:00.000Z',
    creditedAt: null,
  });
  const failed = await readAll<GrantView>(`/v1/grants?participation=${id}&state=failed`);
  expect(failed.map(({ state }) => state)).toEqual(['failed', 'failed']);
});

describe.each(['/v1/programmes', '/v1/participations', '/v1/events', '/v1/grants'])('%s', (path) => {
  it.each([
    ['cursor=garbage', '/cursor', 'invalid-cursor'],
    [`cursor=${Buffer.from('{"sql":1}').toString('base64url')}`, '/cursor', 'invalid-cursor'],
    ['limit=0', '/limit', 'too-small'],
    ['limit=201', '/limit', 'too-big'],
    ['limit=many', '/limit', 'invalid-type'],
    ['colour=red', '/colour', 'unknown-field'],
  ])('does not guess what ?%s means', async (query, pointer, code) => {
    expect(await api.call('GET', `${path}?${query}`)).toMatchObject({ status: 400, body: { pointer, code } });
  });
});

it.each([
  ['/v1/participations?phase=happy', '/phase'],
  ['/v1/events?status=lost', '/status'],
  ['/v1/grants?state=lost', '/state'],
  ['/v1/grants?participation=1', '/participation'],
  ['/v1/participations?phase=quiet&phase=ended', '/phase'],
])('%s names the bad parameter', async (path, pointer) => {
  expect(await api.call('GET', path)).toMatchObject({ status: 400, body: { pointer } });
});
