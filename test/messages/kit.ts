import { randomUUID } from 'node:crypto';
import { afterAll, afterEach } from '@jest/globals';
import type pg from 'pg';
import pino from 'pino';
import { Sending, type SendingMeans } from '../../activities/messages/sending.js';
import { SendPermits } from '../../activities/messages/send-permits.js';
import { smtpMail } from '../../activities/messages/smtp-mail.js';
import { tmf681Sms } from '../../activities/messages/tmf681-sms.js';
import { cachedProgrammes } from '../../prisma/programmes.js';
import { Sender } from '../../src/worker/sender.js';
import { toldMailbox } from '../mailbox/told-mailbox.js';
import { Installation, type Invited } from '../support/installation.js';
import { ownTemporalEnvironment, temporalEnvironment } from '../support/temporal.js';
import { until } from '../support/until.js';

const CONSENT = { basis: 'express-consent', evidence: 'form 17 of 2026-03-01' };

interface Addresses {
  readonly mobile?: string;
  readonly email?: string;
  readonly basis?: string;
}

/** Senders against a mailbox, and customers to write to; of the calling test file alone. Without `workflows` nobody's participation moves. */
export async function startSending({ workflows = false } = {}) {
  const mailbox = await toldMailbox();
  const installation = workflows
    ? await Installation.start(await ownTemporalEnvironment())
    : await Installation.start(await temporalEnvironment(), []);
  const { pool } = installation.database;
  const config = {
    ...installation.config,
    smsUrl: mailbox.smsUrl,
    smtpUrl: mailbox.smtpUrl,
  };
  const log = pino({ level: 'silent' });

  afterEach(() => mailbox.tell({ mode: 'ok' }));

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

  /** A sender that is led step by step, by this clock. */
  function sendingBy(means: Partial<SendingMeans>, now?: () => number): Sending {
    const { sender, hashKey, publicUrl } = config;
    return new Sending(
      {
        ...{ pool, carriers, sender, hashKey, publicUrl },
        programmes: cachedProgrammes(),
        permits: new SendPermits(pool),
        keepsWindows: false,
        onError: () => undefined,
        ...means,
      },
      now,
    );
  }

  /** PostgreSQL that does not do this one statement. */
  function refusing(name: string): pg.Pool {
    const query = (statement: unknown, values?: unknown[]) =>
      (statement as { name?: string }).name === name
        ? Promise.reject(new Error('the connection broke'))
        : pool.query(statement as string, values);
    return Object.assign(Object.create(pool) as pg.Pool, { query });
  }

  /** PostgreSQL behind whose answer to this one statement something happens before anybody hears of it. */
  function followedBy(name: string, happens: () => Promise<void>): pg.Pool {
    const connect = async () => {
      const client = await pool.connect();
      const query = client.query.bind(client) as (statement: unknown, values?: unknown[]) => Promise<unknown>;
      let isThere = false;
      const watched = async (statement: string | { readonly name?: string }, values?: unknown[]) => {
        const answer = await query(statement, values);
        if (typeof statement !== 'string') isThere ||= statement.name === name;
        if (statement !== 'commit') return answer;
        Object.assign(client, { query });
        if (isThere) await happens();
        return answer;
      };
      return Object.assign(client, { query: watched });
    };
    return Object.assign(Object.create(pool) as pg.Pool, { connect, query: pool.query.bind(pool) });
  }

  /** What became of the messages of this customer, in order. */
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

  /** Lets whatever is to be sent to this customer be due. */
  const dueNow = (customer: Invited) =>
    pool.query(
      `update message set due_at = date_trunc('milliseconds', now()) where participation_id = $1 and due_at is not null`,
      [customer.id],
    );

  return {
    mailbox,
    installation,
    pool,
    config,
    log,
    invited,
    sendAll,
    carriers,
    sendingBy,
    refusing,
    followedBy,
    messagesOf,
    dueNow,
  };
}
