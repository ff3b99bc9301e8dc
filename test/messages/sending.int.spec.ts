import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type pg from 'pg';
import pino from 'pino';
import { addressHash, optOut, readOptOutToken } from '../../prisma/opt-outs.js';
import { newInvitationToken, readInvitationToken } from '../../prisma/invitation-links.js';
import { beginTry } from '../../activities/messages/begin-try.js';
import { claimDue } from '../../activities/messages/due-messages.js';
import { writeOutcome } from '../../activities/messages/outcomes.js';
import { Sending, type SendingMeans } from '../../activities/messages/sending.js';
import { SendRates } from '../../activities/messages/send-rates.js';
import { smtpMail } from '../../activities/messages/smtp-mail.js';
import { tmf681Sms } from '../../activities/messages/tmf681-sms.js';
import { cachedProgrammes } from '../../prisma/programmes.js';
import { Sender } from '../../src/worker/sender.js';
import { number } from '../mailbox/told-mailbox.js';
import { toldMailbox } from '../mailbox/told-mailbox.js';
import { Installation, type Invited } from '../support/installation.js';
import { DAY } from '../support/skipped-time.js';
import { started } from '../support/history.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { until } from '../support/until.js';

const mailbox = await toldMailbox();
const installation = await Installation.start(await ownTemporalEnvironment());
const { pool } = installation.database;
const config = {
  ...installation.config,
  smsUrl: mailbox.smsUrl,
  smtpUrl: mailbox.smtpUrl,
};
const log = pino({ level: 'silent' });

afterEach(() => mailbox.tell({ mode: 'ok' }));

const CONSENT = { basis: 'express-consent', evidence: 'form 17' };

interface Addresses {
  readonly mobile?: string;
  readonly email?: string;
  readonly basis?: string;
}

/** An invited customer with these addresses, and the message that invites. */
async function invited({ mobile, email, basis = CONSENT.basis }: Addresses): Promise<Invited> {
  const customer = await installation.invite();
  const point = (value?: string) => (value ? JSON.stringify({ ...CONSENT, basis, value }) : null);
  await pool.query('insert into contact (participation_id, mobile, email) values ($1, $2, $3)', [
    customer.id,
    point(mobile),
    point(email),
  ]);
  await pool.query(
    `insert into message (id, participation_id, kind, cause, due_at)
     values ($1, $2, 'invitation', 'invited', date_trunc('milliseconds', now()))`, // rounded, it could be due a moment later
    [randomUUID(), customer.id],
  );
  return customer;
}

/** Senders until nothing is due any more. */
async function sendAll(senders = 1): Promise<void> {
  const running = Array.from({ length: senders }, () => new Sender(config, pool, log));
  const ended = running.map((sender) => sender.run());
  await until(async () => {
    const { rowCount } = await pool.query(
      `select from message where state = 'pending' and due_at <= now() and (claimed_until is null or claimed_until < now()) limit 1`,
    );
    return rowCount === 0 || undefined;
  });
  for (const sender of running) sender.stop();
  await Promise.all(ended);
}

const carriers = {
  sms: tmf681Sms({ url: mailbox.smsUrl, sender: '70070' }),
  email: smtpMail({ url: mailbox.smtpUrl, from: 'Operator <hello@operator.example>' }),
};
afterAll(() => carriers.email.close());

/** A sender that is led step by step. */
function sendingBy(means: Partial<SendingMeans>): Sending {
  const { sender, hashKey, publicUrl } = config;
  return new Sending({
    ...{ pool, carriers, sender, hashKey, publicUrl },
    programmes: cachedProgrammes(pool),
    rates: new SendRates(pool),
    keepsWindows: false,
    onError: () => undefined,
    ...means,
  });
}

/** PostgreSQL that does not do this one statement. */
function refusing(name: string): pg.Pool {
  const query = (statement: unknown, values?: unknown[]) =>
    (statement as { name?: string }).name === name
      ? Promise.reject(new Error('the connection broke'))
      : pool.query(statement as string, values);
  return Object.assign(Object.create(pool) as pg.Pool, { query });
}

async function messagesOf({ id }: Invited) {
  const { rows } = await pool.query<{
    kind: string;
    state: string;
    channel: string | null;
    reason: string | null;
    may_repeat: boolean;
  }>(
    'select kind, state, channel, reason, may_repeat from message where participation_id = $1 order by created_at',
    [id],
  );
  return rows;
}

const dueNow = (customer: Invited) =>
  pool.query(
    `update message set due_at = date_trunc('milliseconds', now()) where participation_id = $1 and due_at is not null`,
    [customer.id],
  );

describe('an invitation', () => {
  it('reaches the customer by SMS, with a way in and a way out, and is seen to be delivered', async () => {
    const mobile = number();
    const customer = await invited({ mobile, email: `${randomUUID()}@example.org` });
    await sendAll();
    const [sms, ...more] = await mailbox.arrivedFor(mobile);
    expect(more).toEqual([]);
    expect(sms?.text).toMatch(
      /^Operator: .*3\.600 MB.* Impressum: http:\/\/operator\.example\/imprint .*STOP$/,
    );
    const token = /http:\/\/bonus\.example\/i\/([\w-]{22})/.exec(sms?.text ?? '')?.[1] ?? '';
    expect(await readInvitationToken(pool, token)).toMatchObject({
      participation: customer.id,
      expired: false,
    });
    const { rows } = await pool.query('select * from invitation_link where participation_id = $1', [
      customer.id,
    ]);
    expect(JSON.stringify(rows)).not.toContain(token);
    await dueNow(customer);
    await until(async () => {
      await sendAll();
      return (await messagesOf(customer))[0]?.state === 'delivered' || undefined;
    });
  });

  it('goes by e-mail where there is no phone number, and can be unsubscribed from', async () => {
    const email = `${randomUUID()}@example.org`;
    const customer = await invited({ email });
    await sendAll();
    const [mail] = await mailbox.arrivedFor(email);
    expect(mail).toMatchObject({
      from: 'Operator <bonus@operator.example>',
      subject: 'Bis zu 3.600 MB für Sie',
    });
    expect(mail?.text).toContain('Operator, Musterweg 1, Berlin');
    const token =
      /http:\/\/bonus\.example\/o\/([\w-]+)/.exec(mail?.headers?.['list-unsubscribe'] ?? '')?.[1] ?? '';
    const hash = addressHash(config.hashKey, 'email', email);
    expect(readOptOutToken(config.hashKey, token)).toEqual({
      channel: 'email',
      hash,
      oneClick: 'advertising',
    });
    expect(readOptOutToken('another key of at least 32 characters', token)).toBeUndefined();
    expect(await messagesOf(customer)).toMatchObject([{ state: 'sent', channel: 'email' }]);
  });

  it.each([
    ['nobody gave a legal basis', { basis: 'contract' }, 'no-legal-basis'],
    ['there is no address', { mobile: '' }, 'no-address'],
  ])('is kept back, with its reason, where %s', async (_what, addresses, reason) => {
    const mobile = number();
    const customer = await invited({ mobile, ...addresses });
    await sendAll();
    expect(await messagesOf(customer)).toMatchObject([{ state: 'suppressed', reason }]);
    expect(await mailbox.arrivedFor(mobile)).toEqual([]);
  });

  it('is kept back where the address has opted out, and goes the other way where that has not', async () => {
    const [mobile, email] = [number(), `${randomUUID()}@Example.org`];
    await optOut(pool, 'sms', addressHash(config.hashKey, 'sms', mobile), 'advertising');
    const both = await invited({ mobile, email });
    const one = await invited({ mobile });
    await sendAll();
    expect(await messagesOf(both)).toMatchObject([{ state: 'sent', channel: 'email' }]);
    expect(await messagesOf(one)).toMatchObject([{ state: 'suppressed', reason: 'opted-out' }]);
    expect(await mailbox.arrivedFor(mobile)).toEqual([]);
  });

  it('is no third one within a week, over all programmes', async () => {
    const mobile = number();
    const customers = await Promise.all([mobile, mobile, mobile].map((to) => invited({ mobile: to })));
    const ids = customers.map(({ id }) => id);
    await pool.query(
      `update participation set customer_id = $1, programme_code = 'p-' || left(md5(id::text), 8) where id = any ($2)`,
      [randomUUID(), ids],
    );
    await pool.query(
      `insert into programme_version (code, version, state, definition)
       select p.programme_code, v.version, v.state, v.definition from participation p, programme_version v
       where p.id = any ($1) and v.code = 'online-statt-hotline'`,
      [ids],
    );
    await sendAll(3);
    const states = (await Promise.all(customers.map(messagesOf))).map(([message]) => message?.state);
    expect(states.filter((state) => state === 'sent')).toHaveLength(2);
    expect(states.filter((state) => state === 'pending')).toHaveLength(1);
    expect(await mailbox.arrivedFor(mobile)).toHaveLength(2);
  });
});

describe('a programme', () => {
  /** Makes this customer's programme say so. */
  async function says(customer: Invited, sections: object): Promise<void> {
    const code = `p-${randomUUID().slice(0, 8)}`;
    await pool.query(
      `insert into programme_version (code, version, state, definition)
       select $1, version, state, definition || $2::jsonb from programme_version where code = 'online-statt-hotline' limit 1`,
      [code, JSON.stringify(sections)],
    );
    await pool.query('update participation set programme_code = $2, programme_version = 1 where id = $1', [
      customer.id,
      code,
    ]);
  }

  it('writes in its own words, on the channel that it prefers', async () => {
    const [mobile, email] = [number(), `${randomUUID()}@example.org`];
    const customer = await invited({ mobile, email });
    const text = {
      sms: '{{ sender }} {{ imprint }} STOP',
      subject: 'Ganz eigen',
      email: '{{ sender }} {{ imprint }} {{ optOutLink }}',
    };
    await says(customer, { messages: { order: ['email', 'sms'], texts: { de: { invitation: text } } } });
    await sendAll();
    expect(await mailbox.arrivedFor(mobile)).toEqual([]);
    expect(await mailbox.arrivedFor(email)).toMatchObject([{ subject: 'Ganz eigen' }]);
  });

  it('does without a message', async () => {
    const customer = await invited({ mobile: number() });
    await says(customer, { messages: { off: ['invitation'] } });
    await sendAll();
    expect(await messagesOf(customer)).toMatchObject([{ state: 'suppressed', reason: 'switched-off' }]);
  });

  it('has its send window kept to where that is on', async () => {
    const mobile = number();
    const customer = await invited({ mobile });
    const today = new Date().getUTCDay();
    const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'].filter(
      (_, day) => (day - today + 8) % 7 > 2,
    );
    await says(customer, { timeZone: 'UTC', sendWindow: { days, from: '08:00', to: '20:00' } });
    const sender = new Sender({ ...config, sendWindow: true }, pool, log);
    const ended = sender.run();
    await until(async () => {
      const { rows } = await pool.query<{ waits: boolean }>(
        `select due_at > now() + interval '50 minutes' and attempts = 0 as waits from message where participation_id = $1`,
        [customer.id],
      );
      return rows[0]?.waits || undefined;
    });
    sender.stop();
    await ended;
    expect(await messagesOf(customer)).toMatchObject([{ state: 'pending' }]);
    expect(await mailbox.arrivedFor(mobile)).toEqual([]);
  });
});

describe('a message is sent once', () => {
  it('however many senders there are', async () => {
    const mobiles = Array.from({ length: 40 }, number);
    await Promise.all(mobiles.map((mobile) => invited({ mobile })));
    await sendAll(3);
    const counts = await Promise.all(mobiles.map(async (to) => (await mailbox.arrivedFor(to)).length));
    expect(counts).toEqual(mobiles.map(() => 1));
  });

  it('by SMS also when the answer was lost: it is looked up first', async () => {
    const mobile = number();
    const customer = await invited({ mobile });
    await mailbox.tell({ mode: 'lose-answer', to: mobile, times: 1 });
    await sendAll();
    await dueNow(customer);
    await sendAll();
    expect(await messagesOf(customer)).toMatchObject([{ channel: 'sms', may_repeat: false }]);
    expect(await mailbox.arrivedFor(mobile)).toHaveLength(1);
  });

  it('by e-mail perhaps twice then, which is recorded', async () => {
    const email = `${randomUUID()}@example.org`;
    const customer = await invited({ email });
    await mailbox.tell({ mode: 'lose-answer', to: email, times: 1 });
    await sendAll();
    await dueNow(customer);
    await sendAll();
    expect(await messagesOf(customer)).toMatchObject([{ state: 'sent', may_repeat: true }]);
    expect(new Set((await mailbox.arrivedFor(email)).map(({ reference }) => reference)).size).toBe(1);
  });

  it('by SMS also when its sender dies after the centre took it', async () => {
    const mobile = number();
    const customer = await invited({ mobile });
    const { sms } = carriers;
    const dying = sendingBy({
      carriers: {
        ...carriers,
        sms: {
          ...sms,
          carry: (message, how) => sms.carry(message, how).then(() => new Promise<never>(() => undefined)),
        },
      },
    });
    await dying.round();
    await until(async () => (await mailbox.arrivedFor(mobile)).length > 0 || undefined);
    await sendAll();
    expect(await messagesOf(customer)).toMatchObject([{ state: 'pending', channel: 'sms' }]);
    await pool.query(`update message set claimed_until = now() where participation_id = $1`, [customer.id]);
    await sendAll();
    expect(await messagesOf(customer)).toMatchObject([{ state: 'sent', may_repeat: false }]);
    expect(await mailbox.arrivedFor(mobile)).toHaveLength(1);
  });

  it.each([
    ['SMS', 'sms', { mobile: number() }, 1, false],
    ['e-mail, which is recorded', 'email', { email: `${randomUUID()}@example.org` }, 2, true],
  ] as const)(
    'also when nobody could write that it was: %s',
    async (_what, channel, address, arrived, mayRepeat) => {
      const customer = await invited(address);
      const onError = jest.fn();
      const sending = sendingBy({ pool: refusing('write-message'), onError });
      await sending.round();
      await sending.settle();
      expect(onError).toHaveBeenCalledTimes(1);
      expect(await messagesOf(customer)).toMatchObject([{ state: 'pending', channel }]);
      await pool.query(`update message set claimed_until = now() where participation_id = $1`, [customer.id]);
      await sendAll();
      expect(await messagesOf(customer)).toMatchObject([{ state: 'sent', may_repeat: mayRepeat }]);
      const to = 'mobile' in address ? address.mobile : address.email;
      expect(await mailbox.arrivedFor(to)).toHaveLength(arrived);
    },
  );

  it('and one that was sent stays sent while nobody can say whether it arrived', async () => {
    const customer = await invited({ mobile: number() });
    await sendAll();
    await dueNow(customer);
    const onError = jest.fn();
    const deliveryOf = () => Promise.reject(new Error('a mistake of ours'));
    const asking = sendingBy({ carriers: { ...carriers, sms: { ...carriers.sms, deliveryOf } }, onError });
    await asking.round();
    await asking.settle();
    expect(onError).toHaveBeenCalledTimes(1);
    expect(await messagesOf(customer)).toMatchObject([{ state: 'sent', reason: null }]);
  });

  it('and a sender that is overtaken changes nothing any more', async () => {
    const email = `${randomUUID()}@example.org`;
    const customer = await invited({ email });
    const [claimed] = await claimDue(pool, 1);
    if (!claimed) throw new Error('nothing was due');
    await pool.query(`update message set claimed_until = now() where participation_id = $1`, [customer.id]);
    await sendAll();
    expect(
      await beginTry(pool, claimed, {
        channel: 'sms',
        repeats: false,
        patienceMs: 1,
        tokenHash: newInvitationToken().tokenHash,
      }),
    ).toBe(false);
    await writeOutcome(pool, claimed, { state: 'failed', reason: 'too late' }, Date.now());
    expect(await messagesOf(customer)).toMatchObject([{ state: 'sent', channel: 'email', reason: null }]);
  });

  it('by e-mail at most twice, however often nobody answers', async () => {
    const email = `${randomUUID()}@example.org`;
    const customer = await invited({ email });
    await mailbox.tell({ mode: 'lose-answer', to: email, times: 5 });
    for (let i = 0; i < 4; i += 1) {
      await sendAll();
      await dueNow(customer);
    }
    await sendAll();
    expect(await messagesOf(customer)).toMatchObject([
      { state: 'failed', reason: expect.stringContaining('may have arrived'), may_repeat: true },
    ]);
    expect(await mailbox.arrivedFor(email)).toHaveLength(2);
  });

  it('and one that cannot be written holds no other up', async () => {
    const [broken, fine] = [await invited({ mobile: number() }), await invited({ mobile: number() })];
    await pool.query(`update participation set programme_version = 99 where id = $1`, [broken.id]);
    await sendAll();
    expect(await messagesOf(fine)).not.toMatchObject([{ state: 'pending' }]);
    expect(await messagesOf(broken)).toMatchObject([
      { state: 'pending', reason: expect.stringContaining('UnreadableProgrammeError') },
    ]);
    await pool.query('delete from message where participation_id = $1', [broken.id]);
  });
});

it('a message that cannot be delivered says so', async () => {
  const [mobile, other] = [number(), number()];
  const [refused, undeliverable] = [await invited({ mobile }), await invited({ mobile: other })];
  await mailbox.tell({ mode: 'refuse', to: mobile, times: 1 });
  await pool.query(`update message set due_at = now() + interval '1 hour' where participation_id = $1`, [
    undeliverable.id,
  ]);
  await sendAll();
  expect(await messagesOf(refused)).toMatchObject([
    { state: 'failed', reason: expect.stringContaining('HTTP 400') },
  ]);
  await mailbox.tell({ mode: 'undeliverable', to: other, times: 1 });
  await dueNow(undeliverable);
  await sendAll();
  await dueNow(undeliverable);
  await until(async () => {
    await sendAll();
    return (await messagesOf(undeliverable))[0]?.state === 'failed' || undefined;
  });
});

it('a customer is told what became of the participation: welcome, each reward, forfeited', async () => {
  const mobile = number();
  const customer = await invited({ mobile, basis: 'contract' });
  await started(installation, customer);
  await installation.hear(customer, 'selfservice.registered', { privacyPolicy: '1' });
  await installation.row(customer, ({ phase }) => phase === 'quiet');
  await until(async () => (await messagesOf(customer)).length >= 3 || undefined);
  await sendAll();
  await installation.hear(customer, 'hotline.called', { callId: 'c-1' });
  await installation.row(customer, ({ phase }) => phase === 'forfeited');
  await sendAll();
  const texts = (await mailbox.arrivedFor(mobile)).map(({ text }) => text);
  expect(texts).toHaveLength(3);
  expect(texts).toContainEqual(expect.stringContaining('Willkommen!'));
  expect(texts).toContainEqual(expect.stringContaining('600 MB sind gutgeschrieben, zusammen 600 MB'));
  expect(texts).toContainEqual(expect.stringContaining('entfallen die 1.800 MB'));
  expect((await messagesOf(customer)).map(({ kind, state }) => `${kind} ${state}`)).toContain(
    'invitation suppressed',
  );
});

describe('as time passes', () => {
  let sender: Sender;
  let ended: Promise<void>;
  beforeEach(() => {
    sender = new Sender(config, pool, log);
    ended = sender.run();
  });
  afterEach(async () => {
    sender.stop();
    await ended;
  });

  const textsTo = async (to: string) => (await mailbox.arrivedFor(to)).map(({ text }) => text);

  it('somebody is written to half-way, warned of inactivity, and told of the drop', async () => {
    const mobile = number();
    const customer = await invited({ mobile });
    await started(installation, customer);
    await installation.hear(customer, 'selfservice.registered', { privacyPolicy: '1' });
    await until(
      async () => (await textsTo(mobile)).some((text) => text.includes('600 MB sind')) || undefined,
    );
    await installation.fastForward(customer, 'P150D', { visiting: true });
    expect(await textsTo(mobile)).toContainEqual(expect.stringContaining('Halbzeit!'));
    await installation.fastForward(customer, 'P40D');
    const texts = await textsTo(mobile);
    expect(texts).toContainEqual(expect.stringContaining('sonst endet Ihre Teilnahme'));
    expect(texts).toContainEqual(expect.stringContaining('Ihre Teilnahme endet, weil'));
  });

  it('somebody who does not react is reminded once', async () => {
    const mobile = number();
    const customer = await invited({ mobile });
    await started(installation, customer);
    const { invitation_ends_at: ends } = await installation.row(customer);
    await pool.query(
      `insert into message (id, participation_id, kind, cause, due_at) values ($1, $2, 'reminder', 'invited', $3)`,
      [randomUUID(), customer.id, new Date(ends.getTime() - 7 * DAY)],
    );
    await installation.fastForward(customer, 'P55D');
    const texts = await textsTo(mobile);
    expect(texts.filter((text) => text.includes('Ihre Einladung gilt noch bis'))).toHaveLength(1);
  });
});

it('whose operator writes by itself, nothing is kept to be sent', async () => {
  const customer = await installation.invite();
  await started(installation, customer);
  await installation.hear(customer, 'selfservice.registered', { privacyPolicy: '1' });
  await installation.row(customer, ({ phase }) => phase === 'quiet');
  await until(async () => (await installation.grants(customer))[0]?.state === 'credited' || undefined);
  expect(await messagesOf(customer)).toEqual([]);
});
