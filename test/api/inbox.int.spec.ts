import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ACCEPT } from '../../src/events/accept.sql.js';
import { accept, type InboxEvent, type Verdict } from '../../src/events/inbox.js';
import { until } from '../support/until.js';
import { TestApi } from './api.js';

const api = await TestApi.start();
await api.publish();
const { pool } = api.database;

const MINUTE = 60_000;

function event(subject: string, type: string, more: Partial<InboxEvent> = {}): InboxEvent {
  return { source: 'urn:portal', id: randomUUID(), type, time: ago(0), subject, data: {}, ...more };
}

function ago(ms: number): string {
  return new Date(Date.now() - ms).toISOString();
}

interface Delivery {
  readonly participation_id: string;
  readonly status: string;
  readonly code: string | null;
  readonly accepted_at: Date;
}

async function deliveriesOf({ source, id }: Pick<InboxEvent, 'source' | 'id'>): Promise<readonly Delivery[]> {
  const { rows } = await pool.query<Delivery>(
    `select participation_id, status, code, accepted_at from delivery d join event e on e.seq = d.event_seq
     where e.source = $1 and e.id = $2 order by d.id`,
    [source, id],
  );
  return rows;
}

async function isKept({ source, id }: InboxEvent): Promise<boolean> {
  const { rowCount } = await pool.query('select from event where source = $1 and id = $2', [source, id]);
  return rowCount === 1;
}

async function set(id: string, columns: string): Promise<void> {
  await pool.query(`update participation set ${columns} where id = $1`, [id]);
}

async function lastVisit(id: string): Promise<string | null> {
  return (await api.get(id)).lastVisitAt;
}

describe('an event', () => {
  it('reaches every open participation of the customer, and no other customer', async () => {
    await api.publish('second');
    const one = await api.invite('many');
    const other = await api.invite('many', { programme: 'second' });
    await api.invite('somebody-else');
    const sent = event('many', 'hotline.called', { data: { callId: 'c-1' } });
    expect(await accept(pool, [sent])).toEqual(['accepted']);
    expect(await deliveriesOf(sent)).toMatchObject([
      { participation_id: one.id, status: 'pending' },
      { participation_id: other.id, status: 'pending' },
    ]);
  });

  it('reaches only the participation that it names, and nobody where that is another customer’s', async () => {
    const own = await api.invite('named');
    const foreign = await api.invite('named-not');
    const sent = event('named', 'selfservice.app-installed', { participationId: own.id });
    const misled = event('named', 'selfservice.app-installed', { participationId: foreign.id });
    expect(await accept(pool, [sent, misled])).toEqual(['accepted', 'unknown-customer']);
    expect(await deliveriesOf(sent)).toMatchObject([{ participation_id: own.id }]);
    expect(await isKept(misled)).toBe(false);
  });

  it('of a customer whom nobody knows leaves nothing behind', async () => {
    const sent = event('nobody', 'hotline.called', { data: { callId: 'c-2' } });
    expect(await accept(pool, [sent, sent])).toEqual(['unknown-customer', 'duplicate']);
    expect(await isKept(sent)).toBe(false);
  });

  it('for an ended participation is kept with its reason, at the newest one (R13)', async () => {
    const old = await api.invite('gone');
    await set(old.id, `phase = 'ended', ended_because = 'invitation-expired', next_due_at = null`);
    const newest = await api.invite('gone');
    await set(newest.id, `phase = 'ended', ended_because = 'left', next_due_at = null`);
    const sent = event('gone', 'selfservice.visited');
    expect(await accept(pool, [sent])).toEqual(['accepted']);
    expect(await deliveriesOf(sent)).toMatchObject([
      { participation_id: newest.id, status: 'ignored', code: 'ended' },
    ]);
    expect(await lastVisit(newest.id)).toBeNull();
  });

  it('is told to the relay once it is durable, a plain visit is not', async () => {
    await api.invite('told');
    const listener = await pool.connect();
    const heard: string[] = [];
    listener.on('notification', ({ channel }) => heard.push(channel));
    await listener.query('listen deliveries');
    await accept(pool, [event('told', 'selfservice.visited')]);
    await listener.query('select 1');
    expect(heard).toEqual([]);
    await accept(pool, [
      event('told', 'selfservice.app-installed'),
      event('told', 'selfservice.video-watched'),
    ]);
    await until(async () => (heard.length > 0 ? true : undefined));
    expect(heard).toEqual(['deliveries']);
    await listener.query('unlisten *');
    listener.release();
  });

  it('from the future of its participation’s clock is refused and its id stays free', async () => {
    const { id } = await api.invite('ahead');
    const sent = event('ahead', 'selfservice.visited', { time: ago(-6 * MINUTE) });
    const stranger = event('stranger', 'selfservice.visited', { time: ago(-6 * MINUTE) });
    expect(await accept(pool, [sent, stranger])).toEqual(['time-in-future', 'time-in-future']);
    expect(await isKept(sent)).toBe(false);
    await set(id, `clock_offset = ${2 * MINUTE}`);
    expect(await accept(pool, [sent])).toEqual(['accepted']);
    const [delivery] = await deliveriesOf(sent);
    expect(delivery?.accepted_at.getTime()).toBeGreaterThan(Date.now() + MINUTE);
  });
});

describe('a visit', () => {
  it('no longer closes a gap when settlement is over, although the step that says so still waits (R16)', async () => {
    const { id } = await api.invite('settled');
    const settled = `phase = 'settling', settlement_ends_at = now() - interval '1 minute'`;
    await set(id, `${settled}, last_visit_at = '2026-01-01'`);
    const visit = event('settled', 'selfservice.visited');
    const watched = event('settled', 'selfservice.video-watched');
    await accept(pool, [visit, watched]);
    expect(await deliveriesOf(visit)).toMatchObject([{ status: 'ignored', code: 'too-late' }]);
    expect(await deliveriesOf(watched)).toMatchObject([{ status: 'pending' }]);
    expect(await lastVisit(id)).toBe('2026-01-01T00:00:00.000Z');
  });

  it('still counts after settlement while forfeited: the call may yet be retracted (R7)', async () => {
    const { id } = await api.invite('forfeited');
    await set(id, `phase = 'forfeited', settlement_ends_at = now() - interval '1 minute'`);
    const visit = event('forfeited', 'selfservice.visited');
    await accept(pool, [visit]);
    expect(await deliveriesOf(visit)).toMatchObject([{ status: 'applied' }]);
    expect(await lastVisit(id)).not.toBeNull();
  });

  it.each([
    ['selfservice.registered', { privacyPolicy: '1' }],
    ['selfservice.video-watched', {}],
    ['selfservice.app-installed', {}],
    ['selfservice.visited', {}],
    ['milestone.reached', { code: 'app-installed' }],
  ])('by %s keeps a customer from being dropped', async (type, data) => {
    const { id } = await api.invite(`visitor-${type}`);
    const time = ago(10 * MINUTE);
    await accept(pool, [event(`visitor-${type}`, type, { time, data })]);
    expect(await lastVisit(id)).toBe(time);
    await accept(pool, [event(`visitor-${type}`, type, { time: ago(20 * MINUTE), data })]);
    expect(await lastVisit(id)).toBe(time);
  });

  it.each([
    ['milestone.reached', { code: 'of-another-programme' }],
    ['hotline.called', { callId: 'c-3' }],
  ])('is not what %s with %j is', async (type, data) => {
    const { id } = await api.invite(`caller-${type}`);
    expect(await accept(pool, [event(`caller-${type}`, type, { data })])).toEqual(['accepted']);
    expect(await lastVisit(id)).toBeNull();
  });

  it('needs no workflow, unless it may undo a drop (R9)', async () => {
    const { id } = await api.invite('dropped');
    const before = event('dropped', 'selfservice.visited');
    await accept(pool, [before]);
    await set(id, `phase = 'dropped'`);
    const after = event('dropped', 'selfservice.visited');
    await accept(pool, [after]);
    expect(await deliveriesOf(before)).toMatchObject([{ status: 'applied' }]);
    expect(await deliveriesOf(after)).toMatchObject([{ status: 'pending' }]);
  });
});

describe('writers at the same time', () => {
  it('keep an event once, however often and by whomever it is sent', async () => {
    const { id } = await api.invite('twice');
    const sent = event('twice', 'selfservice.app-installed');
    const verdicts = await Promise.all(Array.from({ length: 8 }, () => accept(pool, [sent, sent])));
    expect(verdicts.flat().filter((verdict) => verdict === 'accepted')).toHaveLength(1);
    expect(verdicts.flat().filter((verdict) => verdict === 'duplicate')).toHaveLength(15);
    expect(await deliveriesOf(sent)).toMatchObject([{ participation_id: id }]);
  });

  it('never wait for each other in a circle, in whatever order their batches name customers and ids', async () => {
    const customers = Array.from({ length: 40 }, (_, i) => `crowd-${i}`);
    for (const customer of customers) await api.invite(customer);
    const ids = customers.map(() => randomUUID());
    // the same ids under different customers: the worst a faulty sender can do
    const batch = (shift: number) =>
      customers.map((customer, i) =>
        event(customer, 'selfservice.visited', { id: ids[(i * 7 + shift) % ids.length] ?? randomUUID() }),
      );
    const writers = Array.from({ length: 12 }, (_, i) => {
      const sent = batch(i);
      return accept(pool, i % 2 === 0 ? sent : sent.reverse());
    });
    const verdicts = (await Promise.all(writers)).flat();
    expect(verdicts.filter((verdict) => verdict === 'accepted')).toHaveLength(ids.length);
  });

  it('do not slip an event past a step that closes the participation (R16)', async () => {
    const { id } = await api.invite('closing');
    const step = await pool.connect();
    await step.query('begin');
    await step.query('select from participation where id = $1 for update', [id]);
    const sent = event('closing', 'selfservice.app-installed');
    let verdict: readonly Verdict[] | undefined;
    const intake = accept(pool, [sent]).then((verdicts) => (verdict = verdicts));
    await until(waitsForALock);
    expect(verdict).toBeUndefined();
    const { rows } = await step.query<{ closed_at: Date }>(
      `update participation set phase = 'ended', ended_because = 'left', next_due_at = null where id = $1
       returning clock_timestamp() as closed_at`,
      [id],
    );
    await step.query('commit');
    step.release();
    expect(await intake).toEqual(['accepted']);
    const [delivery] = await deliveriesOf(sent);
    expect(delivery).toMatchObject({ status: 'ignored', code: 'ended' });
    expect(delivery?.accepted_at.getTime()).toBeGreaterThanOrEqual(rows[0]?.closed_at.getTime() ?? Infinity);
  });

  it('see a visit that came while they waited', async () => {
    const { id } = await api.invite('overtaken');
    const later = ago(MINUTE);
    const other = await pool.connect();
    await other.query('begin');
    await other.query('update participation set last_visit_at = $2 where id = $1', [id, later]);
    const intake = accept(pool, [event('overtaken', 'selfservice.visited', { time: ago(2 * MINUTE) })]);
    await until(waitsForALock);
    await other.query('commit');
    other.release();
    await intake;
    expect(await lastVisit(id)).toBe(later);
  });

  async function waitsForALock(): Promise<true | undefined> {
    const { rows } = await pool.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rows.length > 0 ? true : undefined;
  }
});

describe('a batch of 1,000', () => {
  it('gives each event a verdict in its own place and keeps the order of sending', async () => {
    const { id } = await api.invite('bulk');
    const batch = Array.from({ length: 1_000 }, (_, i) =>
      i % 10 === 9
        ? event('nobody-at-all', 'selfservice.visited')
        : event('bulk', 'hotline.called', { data: { callId: `call-${i}` } }),
    );
    const verdicts = await accept(pool, batch);
    expect(verdicts).toEqual(batch.map((_, i) => (i % 10 === 9 ? 'unknown-customer' : 'accepted')));
    const { rows } = await pool.query<{ call: string }>(
      `select e.data ->> 'callId' as call from delivery d join event e on e.seq = d.event_seq
       where d.participation_id = $1 and e.type = 'hotline.called' order by d.id`,
      [id],
    );
    const calls = batch.flatMap(({ data }) => ('callId' in data ? [data.callId] : []));
    expect(rows.map(({ call }) => call)).toEqual(calls);
  });

  it('compares no event with every other one, whatever the planner expects', async () => {
    const client = await pool.connect();
    await client.query(`set plan_cache_mode = force_generic_plan`);
    await client.query(`prepare batch (jsonb, text[]) as ${ACCEPT}`);
    await client.query('begin');
    const events = Array.from({ length: 1_000 }, (_, n) => ({
      ...event('bulk', n % 2 === 0 ? 'selfservice.visited' : 'milestone.reached', {
        data: { code: 'registered' },
      }),
      n,
      visit: true,
    }));
    const { rows } = await client.query<{ 'QUERY PLAN': unknown }>(
      `explain (analyze, format json) execute batch ('${JSON.stringify(events)}', array['bulk'])`,
    );
    await client.query('rollback');
    client.release(true);
    const scans = JSON.stringify(rows[0]?.['QUERY PLAN']).matchAll(
      /"Node Type":"CTE Scan"[^}]*?"Actual Loops":(\d+)/g,
    );
    const loops = [...scans].map(([, count]) => Number(count));
    expect(loops.length).toBeGreaterThan(8);
    expect(Math.max(...loops)).toBe(1);
  });
});
