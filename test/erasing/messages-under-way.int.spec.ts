import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { beginTry, type Try } from '../../activities/messages/begin-try.js';
import { claimDue } from '../../activities/messages/due-messages.js';
import { writeOutcome } from '../../activities/messages/outcomes.js';
import { newInvitationToken } from '../../prisma/invitation-links.js';
import { readConfig } from '../../src/config.js';
import { Sender } from '../../src/worker/sender.js';
import { number, toldMailbox } from '../mailbox/told-mailbox.js';
import { SENDER_SETTINGS } from '../support/sender-settings.js';
import { until } from '../support/until.js';
import { CONTACT, HASH_KEY, startEnded } from './ended.js';
import { erase } from './kit.js';

const { api, pool, ended, carriedOut } = await startEnded();
const mailbox = await toldMailbox();

it('whoever has asked to be erased hears nothing more, also while the participation has not ended yet', async () => {
  const mobile = number();
  const point = { value: mobile, basis: 'express-consent', evidence: 'form of 2026-03-01' };
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

describe('a message that is under way when its customer is erased', () => {
  it('is not sent any more, and shows why', async () => {
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

  it('is let go before anybody looks where it was claimed before: sender and eraser never wait for each other', async () => {
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

  it('is, if just being handed over, no longer known by what the other side calls it', async () => {
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

  it('is not called unsent where it may have arrived', async () => {
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

function byText(): Try {
  const { tokenHash } = newInvitationToken();
  return { channel: 'sms', repeats: false, patienceMs: 60_000, tokenHash };
}
