import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Sender } from '../../src/worker/sender.js';
import { number } from '../mailbox/told-mailbox.js';
import { type Invited } from '../support/installation.js';
import { until } from '../support/until.js';
import { startSending } from './kit.js';

const { mailbox, pool, config, log, invited, sendAll, messagesOf } = await startSending();

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
