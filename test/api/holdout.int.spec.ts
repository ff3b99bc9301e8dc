import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { customerHashes } from '../../prisma/erased.js';
import { cachedProgrammes } from '../../prisma/programmes.js';
import type { Invitation } from '../../src/participations/invitation.js';
import { type Entry, insertParticipations } from '../../src/participations/new-participation.js';
import { latestPublished } from '../../src/programmes/latest-published.js';
import { NOBODY_COMES_IN } from '../../src/waves/holdout.sql.js';
import type { WaveView } from '../../src/waves/wave.js';
import { until } from '../support/until.js';
import { TestApi } from './api.js';
import { cloudEvent } from './events.js';
import { CONSENT, HEADER, listOf, waveCalls } from './waves.js';

const api = await TestApi.start();
await api.publish();
await api.publish('all-invited');
const { pool } = api.database;
const { wave, fill, report } = waveCalls(api);

describe('the holdout', () => {
  it('is exactly the floor of its share', async () => {
    const { id } = await wave();
    const customers = Array.from({ length: 99 }, () => `h-${randomUUID()}`);
    const list = customers.map((customer) => `${customer},+4915123456780,${CONSENT}`).join('\n');
    const { body } = await fill(id, `${HEADER}\n${list}\n${customers[0]},+4915123456780,${CONSENT}\n`);
    expect(body.rows).toMatchObject({ total: 100, toInvite: 95, heldOut: 4, refused: { duplicate: 1 } });
  });

  it('can be drawn again by anybody, from what the API shows', async () => {
    const first = await drawn(40);
    const others = Array.from({ length: 60 }, () => `h-${randomUUID()}`);
    const second = (await wave()).id;
    await fill(second, listOf([...first.invited, ...others]));
    const heldOut = async (id: string) =>
      (await report(id, '&verdict=held-out')).map(({ customerId }) => customerId).toSorted();
    expect(await heldOut(second)).toHaveLength(4);
    expect(await drawnAgain(first.id)).toEqual(await heldOut(first.id));
    expect(await drawnAgain(second, first.id)).toEqual(await heldOut(second));
  });

  it('is drawn by a seed that nobody knows before the list is there, another for each list', async () => {
    const seedOf = async (id: string) => (await api.call<WaveView>('GET', `/v1/waves/${id}`)).body.seed;
    const { id, seed } = await wave();
    expect(seed).toBeNull();
    const { body } = await fill(id, listOf(['h-seed']));
    expect(body.seed).toMatch(/^[0-9a-f]{32}$/);
    expect(await seedOf(id)).toBe(body.seed);
    await fill(id, listOf(['h-seed']));
    expect(await seedOf(id)).not.toBe(body.seed);
  });

  it('keeps no address of whoever is not invited', async () => {
    const { id } = await wave();
    const list = Array.from({ length: 40 }, (_, i) => `h2-${i},+4915123456780,${CONSENT}`).join('\n');
    await fill(id, `${HEADER}\n${list}`);
    const { rowCount } = await pool.query('select from wave_contact where wave_id = $1', [id]);
    expect(rowCount).toBe(38);
  });

  it('holds for ever and for this programme alone, whatever way the customer would come in', async () => {
    const { heldOut } = await drawn(40);
    const [customerId = ''] = heldOut;
    expect(
      await api.call('POST', '/v1/participations', { programme: 'online-statt-hotline', customerId }),
    ).toMatchObject({
      status: 409,
      body: { code: 'held-out' },
    });
    expect(
      await api.call('POST', '/v1/participations', { programme: 'all-invited', customerId }),
    ).toMatchObject({ status: 201 });
    const { id } = await wave();
    await fill(id, listOf(heldOut));
    expect((await report(id)).map(({ reason }) => reason)).toEqual(['held-out', 'held-out']);
  });

  it('never draws somebody who is in the other arm already', async () => {
    const { invited } = await drawn(40);
    const { id } = await wave();
    const { body } = await fill(id, listOf(invited));
    expect(body.rows).toMatchObject({ toInvite: 38, heldOut: 0 });
    const { rows } = await pool.query(
      'select arm, count(*)::int from assignment where customer_id = any ($1) group by 1',
      [invited],
    );
    expect(rows).toEqual([{ arm: 'invited', count: 38 }]);
  });

  it('draws nobody who is being invited at the same moment', async () => {
    const { id } = await wave();
    const { rows } = await pool.query<{ seed: string }>('select seed from wave where id = $1', [id]);
    const hash = (customer: string) =>
      createHash('sha256').update(`${rows[0]?.seed}:${customer}`).digest('hex');
    const customers = Array.from({ length: 41 }, (_, i) => `h-meanwhile-${i}`);
    const [first = ''] = customers.toSorted((a, b) => (hash(a) < hash(b) ? -1 : 1));
    const inviting = await pool.connect();
    await inviting.query('begin');
    await insertParticipations(inviting, [await entryOf(first)]);
    const filling = fill(id, listOf(customers));
    await somebodyWaits();
    await inviting.query('commit');
    inviting.release();
    expect((await filling).body.rows).toMatchObject({ toInvite: 38, heldOut: 2 });
    const row = (await report(id)).find(({ customerId }) => customerId === first);
    expect(row).toMatchObject({ verdict: 'refused', reason: 'already-taking-part' });
    const { rowCount } = await pool.query('select from assignment where customer_id = $1', [first]);
    expect(rowCount).toBe(0);
  });

  it('holds also for whoever was being invited when the draw was decided', async () => {
    const drawing = await pool.connect();
    await drawing.query('begin');
    await drawing.query(NOBODY_COMES_IN, ['online-statt-hotline']);
    const { id } = await wave();
    await drawing.query(
      `insert into assignment (customer_id, programme_code, wave_id, arm) values ('h-late', 'online-statt-hotline', $1, 'held-out')`,
      [id],
    );
    const inviting = api.call('POST', '/v1/participations', {
      programme: 'online-statt-hotline',
      customerId: 'h-late',
    });
    await somebodyWaits();
    await drawing.query('commit');
    drawing.release();
    expect(await inviting).toMatchObject({ status: 409, body: { code: 'held-out' } });
  });

  it('is drawn while PostgreSQL tidies up the participations, and nobody waits for that', async () => {
    const tidying = await pool.connect();
    await tidying.query('begin');
    // as VACUUM, ANALYZE and CREATE INDEX CONCURRENTLY hold it for as long as they take
    await tidying.query('lock table participation in share update exclusive mode');
    const { id } = await wave();
    const filling = fill(id, listOf(Array.from({ length: 40 }, () => `h-${randomUUID()}`)));
    const customer = `h-${randomUUID()}`;
    await api.invite(customer);
    const registered = cloudEvent(customer, 'selfservice.registered', {
      data: { privacyPolicy: '1' },
    });
    expect(await api.call('POST', '/v1/events', registered)).toMatchObject({ status: 202 });
    expect(await filling).toMatchObject({ status: 200, body: { rows: { toInvite: 38, heldOut: 2 } } });
    await api.invite(`h-${randomUUID()}`);
    await tidying.query('rollback');
    tidying.release();
  });

  it.each([
    ['is cancelled', (id: string) => api.call('POST', `/v1/waves/${id}/cancel`)],
    ['gets another list', (id: string) => fill(id, listOf([randomUUID()]))],
  ])('lasts with another wave that has the customer when the wave that drew them %s', async (_, giveBack) => {
    const first = await drawn(40);
    const both = first.invited.slice(0, 5);
    const second = (await wave()).id;
    await fill(second, listOf(both));
    await api.call('POST', `/v1/waves/${second}/send`);
    await giveBack(first.id);
    expect(await armsOf(both)).toEqual(both.map(() => ({ wave: second, arm: 'invited' })));
    expect(await armsOf([...first.heldOut, ...first.invited.slice(5)])).toEqual([]);
    const call = cloudEvent(both[0] ?? '', 'hotline.called', { data: { callId: randomUUID() } });
    await api.call('POST', '/v1/events', call);
    expect((await pool.query('select from event where subject = $1', [both[0]])).rowCount).toBe(1);
    const later = await wave();
    const others = Array.from({ length: 15 }, () => randomUUID());
    await fill(later.id, listOf([...both, ...others]));
    const heldOut = (await report(later.id, '&verdict=held-out')).map(({ customerId }) => customerId);
    expect(heldOut).toHaveLength(1);
    expect(others).toContain(heldOut[0]);
  });

  it('ends with the last wave that has the customer and was not sent', async () => {
    const first = await drawn(20);
    const second = (await wave()).id;
    await fill(second, listOf(first.invited));
    for (const id of [first.id, second]) await api.call('POST', `/v1/waves/${id}/cancel`);
    expect(await armsOf([...first.invited, ...first.heldOut])).toEqual([]);
  });

  it('ends, too, where the other wave was begun and cancelled before it came to the customer', async () => {
    const first = await drawn(20);
    const [written = '', unheard = ''] = first.invited;
    const second = (await wave()).id;
    await fill(second, listOf([written, unheard]));
    await api.call('POST', `/v1/waves/${second}/send`);
    // as a page leaves it
    await pool.query(`update wave_row set verdict = 'invited' where wave_id = $1 and customer_id = $2`, [
      second,
      written,
    ]);
    for (const id of [second, first.id]) await api.call('POST', `/v1/waves/${id}/cancel`);
    expect(await armsOf([written])).toEqual([{ wave: second, arm: 'invited' }]);
    expect(await armsOf([unheard])).toEqual([]);
  });

  it('is counted by the same hotline calls as those invited, who may not have been invited yet', async () => {
    const { heldOut, invited } = await drawn(40);
    const subjects = [heldOut[0] ?? '', invited[0] ?? ''];
    for (const subject of subjects) {
      const callId = randomUUID();
      await api.call(
        'POST',
        '/v1/events',
        [
          cloudEvent(subject, 'hotline.called', {
            data: { callId, reason: 'contract', direction: 'inbound' },
          }),
          cloudEvent(subject, 'hotline.call-retracted', { data: { callId } }),
          cloudEvent(subject, 'selfservice.visited'),
        ],
        { 'content-type': 'application/cloudevents-batch+json' },
      );
    }
    const { rows } = await pool.query<{ subject: string; type: string; data: object }>(
      'select subject, type, data from event where subject = any ($1) order by type desc',
      [subjects],
    );
    const of = (subject = '') => rows.filter((row) => row.subject === subject).map(({ type }) => type);
    expect(of(subjects[0])).toEqual(['hotline.called', 'hotline.call-retracted']);
    expect(of(subjects[1])).toEqual(of(subjects[0]));
    expect(rows[0]?.data).toMatchObject({ reason: 'contract', direction: 'inbound' });
  });
});

/** Until somebody waits for a draw, or a draw for somebody. */
const somebodyWaits = () =>
  until(async () => {
    const { rowCount } = await pool.query(
      `select from pg_locks where locktype = 'advisory' and not granted
       and database = (select oid from pg_database where datname = current_database())`,
    );
    return rowCount === 1 || undefined;
  });

/** What is written when this customer is invited to the default programme. */
async function entryOf(customerId: string): Promise<Entry> {
  const latest = await latestPublished(pool, 'online-statt-hotline', cachedProgrammes());
  if (!latest) throw new Error('the programme of this test is not published');
  const invitation: Invitation = {
    programme: 'online-statt-hotline',
    customerId,
    language: 'de',
    reached: [],
  };
  const erasedHashes = customerHashes('only-for-tests', 'online-statt-hotline', customerId);
  return { id: randomUUID(), invitation, programme: latest, invitedAt: latest.now, by: 'test', erasedHashes };
}

/** Whom the script of the README finds held out. */
async function drawnAgain(...waves: readonly string[]): Promise<readonly string[]> {
  const [id = '', ...earlier] = waves;
  const TOKEN = await api.issuer.token('operator');
  const script = ['scripts/draw-again.mjs', api.url, id, '0.05', ...earlier];
  const { stdout } = await promisify(execFile)(process.execPath, script, { env: { ...process.env, TOKEN } });
  return stdout.trim().split('\n').toSorted();
}

/** The wave and the arm of those of these customers who have one. */
async function armsOf(customers: readonly string[]) {
  const { rows } = await pool.query<{ wave: string; arm: string }>(
    'select wave_id as wave, arm from assignment where customer_id = any ($1)',
    [customers],
  );
  return rows;
}

/** Has so many customers drawn for the default programme. */
async function drawn(count: number) {
  const { id } = await wave();
  await fill(id, listOf(Array.from({ length: count }, () => `h-${randomUUID()}`)));
  const rows = await report(id);
  const of = (wanted: string) =>
    rows.filter(({ verdict }) => verdict === wanted).map(({ customerId }) => customerId ?? '');
  return { id, heldOut: of('held-out'), invited: of('to-invite') };
}
