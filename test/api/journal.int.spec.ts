import { expect, it } from '@jest/globals';
import type { Fact } from '../../src/domain/facts.js';
import type { Page } from '../../src/paging/page.js';
import type { Entry } from '../../src/participations/journal.js';
import { TestApi } from './api.js';
import { registration } from './events.js';

const api = await TestApi.start();
await api.publish();
const { pool } = api.database;

const HOUR = 3_600_000;
const start = Date.UTC(2026, 10, 1);
const iso = (hours: number) => new Date(start + hours * HOUR).toISOString();

async function step(id: string, n: number, hours: number, facts: readonly Fact[]): Promise<void> {
  await pool.query('insert into step values ($1, $2, $3, $4, $5)', [
    id,
    n,
    iso(hours),
    'quiet',
    JSON.stringify(facts),
  ]);
}

function read(id: string, query = '') {
  return api.call<Page<Entry>>('GET', `/v1/participations/${id}/journal${query}`);
}

it('tells what happened, when, when it was recorded, and by which event and rule', async () => {
  const { id } = await api.invite('writer');
  const event = registration('writer');
  await api.call('POST', '/v1/events', event);
  const { rows } = await pool.query<{ id: string }>(
    'select d.id from delivery d join event e on e.seq = d.event_seq where e.id = $1',
    [event.id],
  );
  const delivery = rows[0]?.id ?? '';
  const heard = { delivery, time: start, acceptedAt: start };
  await step(id, 1, 1, [
    { type: 'registered', ...heard, quietEndsAt: start + 1_000 * HOUR },
    { type: 'granted', delivery, time: start, code: 'registered', megabytes: 600 },
  ]);
  await pool.query('insert into warning values ($1, $2, $3)', [id, iso(0), iso(2)]);
  await step(id, 2, 3, [
    { type: 'dropped', time: start + 3 * HOUR, acceptedAt: start + 3 * HOUR, lastVisitAt: start },
  ]);
  const { status, body } = await read(id);
  expect(status).toBe(200);
  const cause = { source: event.source, id: event.id, type: event.type };
  expect(body).toEqual({
    items: [
      { step: 1, what: 'registered', happenedAt: iso(0), recordedAt: iso(1), event: cause, rule: 'R4' },
      {
        step: 1,
        what: 'granted 600 MB for registered',
        happenedAt: iso(0),
        recordedAt: iso(1),
        event: cause,
        rule: 'R3',
      },
      {
        step: null,
        what: `warned of inactivity since ${iso(0)}`,
        happenedAt: iso(2),
        recordedAt: iso(2),
        event: null,
        rule: 'R9',
      },
      {
        step: 2,
        what: 'dropped for inactivity',
        happenedAt: iso(3),
        recordedAt: iso(3),
        event: null,
        rule: 'R9',
      },
    ],
    next: null,
  });
});

it('is read page by page without losing a step or a warning', async () => {
  const { id } = await api.invite('long-writer');
  for (let n = 1; n <= 5; n += 1) await step(id, n, 2 * n, [{ type: 'quiet-period-over', time: start }]);
  for (const hours of [1, 5, 11])
    await pool.query('insert into warning values ($1, $2, $3)', [id, iso(hours), iso(hours)]);
  const seen: (number | null)[] = [];
  let query = '?limit=2';
  for (let next: string | null = ''; next !== null; query = `?limit=2&cursor=${next}`) {
    const { body } = await read(id, query);
    seen.push(...body.items.map((entry) => entry.step));
    next = body.next;
  }
  expect(seen).toEqual([null, 1, 2, null, 3, 4, 5, null]);
});

it('of somebody just invited is empty, of nobody is not found', async () => {
  const { id } = await api.invite('silent');
  expect(await read(id)).toMatchObject({ status: 200, body: { items: [], next: null } });
  expect((await read('00000000-0000-4000-8000-000000000000')).status).toBe(404);
  expect((await read('no-uuid')).status).toBe(404);
});

it('shows what was written to the customer, and why something was not', async () => {
  const { id } = await api.invite('reader', {
    contact: { mobile: { value: '+4915112345678', basis: 'contract', evidence: 'x' } },
  });
  await pool.query(
    `update message set state = 'suppressed', reason = 'no-legal-basis', decided_at = $2
     where participation_id = $1 and kind = 'invitation'`,
    [id, iso(1)],
  );
  await pool.query(
    `insert into message (id, participation_id, kind, cause, state, channel, may_repeat, decided_at, due_at)
     values (gen_random_uuid(), $1, 'welcome', 'registered', 'sent', 'email', true, $2, null)`,
    [id, iso(3)],
  );
  await step(id, 1, 2, [{ type: 'completed', time: start + 2 * HOUR }]);
  const { body } = await read(id);
  const entry = { step: null, event: null, rule: null };
  expect(body.items).toMatchObject([
    { ...entry, what: 'message invitation not sent: no-legal-basis', recordedAt: iso(1) },
    { step: 1, what: 'completed' },
    { ...entry, what: 'message welcome sent by e-mail (perhaps twice)', recordedAt: iso(3) },
  ]);
  expect(JSON.stringify(body)).not.toContain('15112345678');
});
