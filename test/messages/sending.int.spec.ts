import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { addressHash, optOut, readOptOutToken } from '../../prisma/opt-outs.js';
import { readInvitationToken } from '../../prisma/invitation-links.js';
import { number } from '../mailbox/told-mailbox.js';
import { until } from '../support/until.js';
import { startSending } from './kit.js';

const { mailbox, pool, config, invited, sendAll, sendingBy, messagesOf, dueNow } = await startSending();

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
      /http:\/\/bonus\.example\/de\/o\/([\w-]+)/.exec(mail?.headers?.['list-unsubscribe'] ?? '')?.[1] ?? '';
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

it('what is due together leaves one behind another as the rate says, neither faster nor much slower', async () => {
  const SIXTY_AT_TWENTY_A_SECOND_MS = 3_000;
  const unlimited = await sixtySentIn(10_000);
  const limited = await sixtySentIn(20);
  expect(limited).toBeGreaterThan(SIXTY_AT_TWENTY_A_SECOND_MS - 200);
  // a busy machine takes longer over both
  expect(limited).toBeLessThan(2 * (SIXTY_AT_TWENTY_A_SECOND_MS + unlimited));
}, 300_000);

/** How many milliseconds it takes until sixty SMS have left at so many a second. */
async function sixtySentIn(perSecond: number): Promise<number> {
  const rate = (each: number) =>
    pool.query(`update send_rate set per_second = $1 where channel = 'sms'`, [each]);
  await rate(perSecond);
  const ids: string[] = [];
  for (let i = 0; i < 60; i += 1) ids.push((await invited({ mobile: number() })).id);
  const begin = performance.now();
  await until(async () => {
    await sendAll(2);
    const { rowCount } = await pool.query(
      `select from message where participation_id = any ($1) and state = 'pending' limit 1`,
      [ids],
    );
    return rowCount === 0 || undefined;
  });
  const took = performance.now() - begin;
  await rate(50);
  return took;
}

it('a message whose turn comes much later asks again within a minute, so that its wave takes it for under way', async () => {
  const customer = await invited({ mobile: number() });
  const sending = sendingBy({ permits: { take: () => Promise.resolve(200_000) } });
  await sending.round();
  await sending.settle();
  const { rows } = await pool.query<{ soon: boolean; late: boolean }>(
    `select due_at < now() + interval '1 minute' as soon, due_at > now() + interval '20 seconds' as late
     from message where participation_id = $1 and attempts = 0 and waits = 1`,
    [customer.id],
  );
  expect(rows).toEqual([{ soon: true, late: true }]);
  await dueNow(customer);
  await sendAll();
});
