import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { Registry } from 'prom-client';
import { nextAttempt, writeOutcome as writeCredit } from '../../activities/grants/grant-row.js';
import { ANSWERS_KEPT_MS, forgetOldAnswers } from '../../activities/erasing/old-answers.js';
import { beginTry, type Try } from '../../activities/messages/begin-try.js';
import { claimDue } from '../../activities/messages/due-messages.js';
import { writeOutcome } from '../../activities/messages/outcomes.js';
import { newInvitationToken } from '../../prisma/invitation-links.js';
import { mintInvitationToken } from '../support/invitation-token.js';
import { readConfig } from '../../src/config.js';
import { relayMetrics } from '../../src/relay/relay-metrics.js';
import { Eraser } from '../../src/worker/eraser.js';
import { Sender } from '../../src/worker/sender.js';
import { TestApi } from '../api/api.js';
import { listOf, waveCalls } from '../api/waves.js';
import { number, toldMailbox } from '../mailbox/told-mailbox.js';
import { SENDER_SETTINGS } from '../support/sender-settings.js';
import { until } from '../support/until.js';
import { erase, eraserOn, everyRow, letLookAgain, receipt } from './kit.js';

const HASH_KEY = 'only-for-tests-only-for-tests-only';
const api = await TestApi.start();
await api.publish();
const mailbox = await toldMailbox();
const { pool } = api.database;
const eraser = eraserOn(pool, HASH_KEY);

const CONTACT = {
  contact: { mobile: { value: '+4915112345678', basis: 'express-consent', evidence: 'form' } },
};

/** Somebody whose participation has ended, so that nothing but the erasure is under way. */
async function ended(more: object = {}): Promise<{ id: string; customerId: string }> {
  const customerId = randomUUID();
  const { id } = await api.invite(customerId, more);
  await end(id);
  return { id, customerId };
}

async function end(id: string): Promise<void> {
  await pool.query(
    `update participation set phase = 'ended', ended_because = 'left', next_due_what = null, next_due_at = null where id = $1`,
    [id],
  );
}

/** A grant of this participation's as its step leaves it. */
async function grant(participation: string, state = 'pending'): Promise<string> {
  const id = randomUUID();
  await pool.query(
    `insert into "grant" (id, participation_id, code, megabytes, state, attempts, step, earned_at) values ($1, $2, 'registered', 600, $3, 1, 1, now())`,
    [id, participation, state],
  );
  return id;
}

const giveUpWaiting = () => pool.query(`update erasure set due_at = now() where look_at is not null`);

async function carriedOut(customerId: string) {
  const erasure = await erase(api, customerId);
  await letLookAgain(pool);
  await giveUpWaiting();
  await eraser.round();
  return receipt(api, erasure);
}

it('whoever has asked to be erased hears nothing more, also while the participation has not ended yet', async () => {
  const mobile = number();
  const point = { value: mobile, basis: 'express-consent', evidence: 'form' };
  const customerId = randomUUID();
  const { id } = await api.invite(customerId, { contact: { mobile: point } });
  await erase(api, customerId);
  const { smsUrl: SMS_URL, smtpUrl: SMTP_URL } = mailbox;
  const config = readConfig({ ...environment(), SMS_URL, SMTP_URL, SEND_WINDOW: 'off' });
  const sender = new Sender(config, pool, pino({ level: 'silent' }));
  const running = sender.run();
  const [invitation] = await until(async () => {
    const { rows } = await pool.query<{ state: string; reason: string }>(
      `select state, reason from message where participation_id = $1 and kind = 'invitation' and state <> 'pending'`,
      [id],
    );
    return rows.length > 0 ? rows : undefined;
  });
  sender.stop();
  await running;
  expect(invitation).toEqual({ state: 'suppressed', reason: 'erased' });
  expect(await mailbox.arrivedFor(mobile)).toEqual([]);
});

/** What a worker needs to start. */
function environment() {
  return {
    DATABASE_URL: api.database.url,
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    CHARGING_URL: 'http://charging.example',
    AUTH_ISSUER: 'http://issuer.example',
    EVENT_CLIENTS: '{}',
    HASH_KEY,
    ...SENDER_SETTINGS,
  };
}

/** What lets lists end that are still coming in. */
const ends: (() => void)[] = [];
afterEach(() => ends.splice(0).forEach((end) => end()));

const { wave, fill } = waveCalls(api);

/** A list that names this customer, written as far as that and still coming in until `end` is called; for a wave of its own, or this one. */
async function listUnderWay(customerId: string, into?: string) {
  const id = into ?? (await wave()).id;
  const ending = new Promise<void>((resolve) => ends.push(resolve));
  async function* list() {
    // more than is written at once, and than the network holds back
    yield listOf([customerId, ...Array.from({ length: 5_000 }, () => randomUUID())]);
    await ending;
  }
  const filling = fill(id, list());
  await until(async () => {
    const { rowCount } = await pool.query(
      `select from pg_stat_activity where datname = current_database() and state = 'idle in transaction' and query like '%wave_row%'`,
    );
    return rowCount === 1 || undefined;
  });
  const over = async () => {
    ends.splice(0).forEach((end) => end());
    return (await filling).status;
  };
  return { id, over };
}

describe('a list that is still coming in when a customer on it is erased', () => {
  it('leaves nothing of them behind: what it wrote is waited for', async () => {
    const customerId = randomUUID();
    const list = await listUnderWay(customerId);
    const erasure = await erase(api, customerId);
    await letLookAgain(pool);
    await eraser.round();
    expect(await receipt(api, erasure)).toMatchObject({ state: 'waiting' });
    expect(await list.over()).toBe(200);
    await letLookAgain(pool);
    await eraser.round();
    expect(await receipt(api, erasure)).toMatchObject({ state: 'done' });
    await nothingIsLeftOf(customerId);
    const { rows } = await pool.query('select verdict, reason from wave_row where wave_id = $1 and n = 1', [
      list.id,
    ]);
    expect(rows).toEqual([{ verdict: 'refused', reason: 'erased' }]);
    const { rowCount } = await pool.query('select from wave_contact where wave_id = $1 and n = 1', [list.id]);
    expect(rowCount).toBe(0);
  });

  it('is not waited for when it began later and knew of the erasure, so that lists never hold one up for long', async () => {
    const customerId = randomUUID();
    const erasure = await erase(api, customerId);
    await askedLongAgo(erasure);
    const list = await listUnderWay(customerId);
    await letLookAgain(pool);
    await eraser.round();
    expect(await receipt(api, erasure)).toMatchObject({ state: 'done' });
    expect(await list.over()).toBe(200);
    await nothingIsLeftOf(customerId);
  });
});

describe('a list that comes in anew, in a wave whose list has a customer who was erased before', () => {
  it.each(['to-invite', 'held-out'])(
    'holds up no eraser, and leaves nothing of a row %s',
    async (verdict) => {
      const { id } = await wave();
      await fill(id, listOf(Array.from({ length: 20 }, () => randomUUID())));
      const { rows } = await pool.query<{ customer_id: string }>(
        'select customer_id from wave_row where wave_id = $1 and verdict = $2 limit 1',
        [id, verdict],
      );
      const customerId = rows[0]?.customer_id ?? '';
      const erasure = await erase(api, customerId);
      await askedLongAgo(erasure);
      const list = await listUnderWay(customerId, id);
      await letLookAgain(pool);
      // while the rows are gone and nobody can see it: this would not end before the list
      await eraser.round();
      expect(await receipt(api, erasure)).toMatchObject({ state: 'waiting' });
      expect(await list.over()).toBe(200);
      await letLookAgain(pool);
      await eraser.round();
      expect(await receipt(api, erasure)).toMatchObject({ state: 'done' });
      await nothingIsLeftOf(customerId);
    },
  );
});

it('a page that is being invited with a customer who is erased is not broken off for that', async () => {
  const customerId = randomUUID();
  const { id } = await wave();
  await fill(id, listOf([customerId]));
  await api.call('POST', `/v1/waves/${id}/send`);
  await erase(api, customerId);
  await letLookAgain(pool);
  const page = await pool.connect();
  await page.query('begin');
  await page.query('select from wave_row where wave_id = $1 for update', [id]);
  const round = eraser.round();
  await until(async () => {
    const { rowCount } = await pool.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%wave_row%'`,
    );
    return rowCount === 1 || undefined;
  });
  await page.query('delete from wave_contact where wave_id = $1', [id]);
  await page.query('commit');
  page.release();
  await round;
  const { rows } = await pool.query('select customer_id, reason from wave_row where wave_id = $1', [id]);
  expect(rows).toEqual([{ customer_id: null, reason: 'erased' }]);
});

describe('whatever is under way when a customer is erased', () => {
  it('as an invitation is found: nobody looks before it must be there', async () => {
    const { customerId } = await ended();
    await api.publish('other');
    const inviting = await pool.connect();
    await inviting.query('begin');
    await inviting.query(
      `insert into participation (id, programme_code, programme_version, customer_id, invited_at, invitation_ends_at, next_due_what, next_due_at)
       values ($1, 'other', 1, $2, now(), now(), 'invitation', now())`,
      [randomUUID(), customerId],
    );
    const erasure = await erase(api, customerId);
    await eraser.round();
    expect(await receipt(api, erasure)).toMatchObject({ state: 'waiting' });
    const { rows } = await pool.query<{ seconds: number }>(
      'select extract(epoch from look_at - requested_at)::int as seconds from erasure where id = $1',
      [erasure.id],
    );
    expect(rows).toEqual([{ seconds: 90 }]);
    await inviting.query('commit');
    inviting.release();
    await letLookAgain(pool);
    await eraser.round();
    expect(await receipt(api, erasure)).toMatchObject({ state: 'waiting' });
    const { rows: stopped } = await pool.query<{ id: string }>(
      `select p.id from participation p join delivery d on d.participation_id = p.id join event e on e.seq = d.event_seq
       where p.customer_id = $1 and p.programme_code = 'other' and e.type = 'participation.erased' and d.status = 'pending'`,
      [customerId],
    );
    expect(stopped).toHaveLength(1);
    await end(stopped[0]?.id ?? '');
    await letLookAgain(pool);
    await eraser.round();
    expect(await receipt(api, erasure)).toMatchObject({ state: 'done', participations: 2 });
  });

  it('as a message is not sent any more, and shows why', async () => {
    const { id, customerId } = await ended(CONTACT);
    const message = (await claimDue(pool, 100)).find(({ participation }) => participation === id);
    if (!message) throw new Error('there is no message');
    await carriedOut(customerId);
    expect(await beginTry(pool, message, { ...byText(), patienceMs: 0 })).toBe(false);
    const { rows } = await pool.query(
      'select kind, state, reason, due_at from message where participation_id = $1',
      [id],
    );
    expect(rows).toEqual([
      { kind: 'invitation', state: 'suppressed', reason: 'erased', due_at: null },
      { kind: 'reminder', state: 'suppressed', reason: 'erased', due_at: null },
    ]);
  });

  it('as a message that was claimed before is let go before anybody looks: sender and eraser never wait for each other', async () => {
    const { id, customerId } = await ended(CONTACT);
    await claimDue(pool, 100);
    await erase(api, customerId);
    const { rows } = await pool.query(
      `select e.look_at - m.claimed_until > interval '15 seconds' as in_time from message m, erasure e
       where m.participation_id = $1 and m.claims > 0 and e.customer_id = $2`,
      [id, customerId],
    );
    expect(rows).toEqual([{ in_time: true }]);
  });

  it('as a message that is just being handed over is no longer known by what the other side calls it', async () => {
    const { id, customerId } = await ended(CONTACT);
    const message = (await claimDue(pool, 100)).find(({ participation }) => participation === id);
    if (!message) throw new Error('there is no message');
    expect(await beginTry(pool, message, byText())).toBe(true);
    await carriedOut(customerId);
    await writeOutcome(pool, message, { state: 'sent', reference: 'leads-to-the-number' }, Date.now());
    const { rows } = await pool.query(
      `select state, reference from message where participation_id = $1 and kind = $2`,
      [id, message.kind],
    );
    expect(rows).toEqual([{ state: 'failed', reference: null }]);
  });

  it('as a message that may have arrived is not called unsent', async () => {
    const { id, customerId } = await ended(CONTACT);
    await pool.query(
      `update message set may_have_arrived = true where participation_id = $1 and kind = 'invitation'`,
      [id],
    );
    await carriedOut(customerId);
    const { rows } = await pool.query(
      `select state from message where participation_id = $1 and kind = 'invitation'`,
      [id],
    );
    expect(rows).toEqual([{ state: 'failed' }]);
  });

  it('as a credit still counts when it comes, and is then no longer called unpaid', async () => {
    const { id, customerId } = await ended();
    const pending = await grant(id);
    const attempt = await nextAttempt(
      pool,
      { accountPattern: '{customerId}', bucketPattern: '{customerId}' },
      pending,
    );
    if (!attempt || !('topUp' in attempt)) throw new Error('there is no attempt');
    const erasure = await carriedOut(customerId);
    expect(erasure.unpaidGrants).toEqual([{ id: pending, code: 'registered', megabytes: 600 }]);
    await writeCredit(pool, attempt, { state: 'credited', reference: 'leads-to-the-account' });
    expect(await receipt(api, erasure)).toMatchObject({ state: 'done', unpaidGrants: [] });
    const { rows } = await pool.query('select state, reference from "grant" where id = $1', [pending]);
    expect(rows).toEqual([{ state: 'credited', reference: null }]);
  });
});

it('a worker that is killed in the middle leaves everything as it was, and the next one does it', async () => {
  const { id, customerId } = await ended(CONTACT);
  const erasure = await erase(api, customerId);
  await letLookAgain(pool);
  const lock = await pool.connect();
  await lock.query('begin; lock table wave_row in access exclusive mode');
  const killed = eraser.round().catch((error: unknown) => String(error));
  await until(async () => {
    const { rowCount } = await pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock' and query like '%wave_row%'`,
    );
    return rowCount === 1 || undefined;
  });
  expect(await killed).toContain('terminat');
  await lock.query('rollback');
  lock.release();
  expect(await receipt(api, erasure)).toMatchObject({ state: 'waiting' });
  expect(await api.get(id)).toMatchObject({ customerId });
  const left = async () =>
    (await pool.query('select from contact where participation_id = $1', [id])).rowCount;
  expect(await left()).toBe(1);
  await letLookAgain(pool);
  await eraser.round();
  expect(await receipt(api, erasure)).toMatchObject({ state: 'done', participations: 1 });
  expect(await left()).toBe(0);
});

it('who is on call hears of an erasure that is overdue, and not of rewards that nobody can pay any more', async () => {
  const registry = new Registry();
  relayMetrics(registry, pool);
  const figure = async (name: string) =>
    Number(new RegExp(`^${name} (.*)$`, 'm').exec(await registry.metrics())?.[1]);
  const { id, customerId } = await ended();
  await grant(id, 'failed');
  expect(await figure('quietline_grants_failed')).toBe(1);
  const erasure = await erase(api, customerId);
  await pool.query(`update erasure set due_at = now() - interval '3 hours' where id = $1`, [erasure.id]);
  expect(await figure('quietline_erasures_overdue')).toBe(1);
  await letLookAgain(pool);
  await eraser.round();
  expect((await receipt(api, erasure)).unpaidGrants).toHaveLength(1);
  expect(await figure('quietline_erasures_overdue')).toBe(0);
  expect(await figure('quietline_grants_failed')).toBe(0);
});

it('a link that led to an erased customer leads nowhere', async () => {
  const { id, customerId } = await ended();
  const token = await mintInvitationToken(pool, id);
  expect((await fetch(`${api.url}/i/${token}`, { redirect: 'manual' })).status).toBe(303);
  await carriedOut(customerId);
  expect((await fetch(`${api.url}/i/${token}`, { redirect: 'manual' })).status).toBe(404);
});

it('one erasure that cannot be carried out holds no other up, and comes again', async () => {
  const [broken, fine] = [await ended(), await ended()];
  await pool.query(
    `create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$`,
  );
  await pool.query(
    `create trigger refuse before update on participation for each row when (old.id = '${broken.id}') execute function refuse()`,
  );
  const first = await erase(api, broken.customerId);
  const second = await erase(api, fine.customerId);
  await letLookAgain(pool);
  const running = new Eraser({ hashKey: HASH_KEY }, pool, pino({ level: 'silent' }));
  const stopped = running.run();
  await until(async () => (await receipt(api, second)).state === 'done' || undefined);
  running.stop();
  await stopped;
  expect(await receipt(api, first)).toMatchObject({ state: 'waiting' });
  await pool.query('drop trigger refuse on participation');
  await letLookAgain(pool);
  await eraser.round();
  expect(await receipt(api, first)).toMatchObject({ state: 'done' });
});

it('a repeated call is answered for a month, and then nothing is left of its answer', async () => {
  const invitation = { programme: 'online-statt-hotline', customerId: randomUUID() };
  const key = { 'idempotency-key': randomUUID() };
  const call = async () => (await api.call('POST', '/v1/participations', invitation, key)).status;
  const age = (ms: number) =>
    pool.query(
      `update idempotency_key set created_at = now() - $2 * interval '1 millisecond' where key = $1`,
      [key['idempotency-key'], ms],
    );
  expect(await call()).toBe(201);
  await age(ANSWERS_KEPT_MS - 60_000);
  await forgetOldAnswers(pool);
  expect(await call()).toBe(201);
  await age(ANSWERS_KEPT_MS + 1_000);
  expect(await forgetOldAnswers(pool)).toBe(1);
  expect(await call()).toBe(200);
});

it('whatever was being written for the customer in that moment, such as what is played of the video, is erased too', async () => {
  const { id, customerId } = await ended();
  await erase(api, customerId);
  await letLookAgain(pool);
  const watching = await pool.connect();
  await watching.query('begin');
  await watching.query(`insert into video_progress values ($1, '[]', '[[0, 1]]', now())`, [id]);
  let over = false;
  const round = eraser.round().finally(() => (over = true));
  await until(async () => {
    const { rowCount } = await pool.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return over || rowCount === 1 ? true : undefined;
  });
  await watching.query('commit');
  watching.release();
  await round;
  const { rowCount } = await pool.query('select from video_progress where participation_id = $1', [id]);
  expect(rowCount).toBe(0);
});

function byText(): Try {
  const { tokenHash } = newInvitationToken();
  return { channel: 'sms', repeats: false, patienceMs: 60_000, tokenHash };
}

async function nothingIsLeftOf(customerId: string): Promise<void> {
  for (const [table, rows] of await everyRow(pool))
    expect({ table, holds: rows.includes(customerId) }).toEqual({ table, holds: false });
}

/** Before any list that comes in from now on began. */
function askedLongAgo({ id }: { readonly id: string }) {
  return pool.query(`update erasure set requested_at = requested_at - interval '2 minutes' where id = $1`, [
    id,
  ]);
}
