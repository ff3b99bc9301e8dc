import { randomUUID } from 'node:crypto';
import { describe, expect, it, jest } from '@jest/globals';
import { newInvitationToken } from '../../prisma/invitation-links.js';
import { beginTry } from '../../activities/messages/begin-try.js';
import { claimDue } from '../../activities/messages/due-messages.js';
import { writeOutcome } from '../../activities/messages/outcomes.js';
import { number } from '../mailbox/told-mailbox.js';
import { until } from '../support/until.js';
import { startSending } from './kit.js';

const { mailbox, pool, invited, sendAll, carriers, sendingBy, refusing, followedBy, messagesOf, dueNow } =
  await startSending();

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

  it.each([
    ['SMS', { mobile: number() }],
    ['e-mail', { email: `${randomUUID()}@example.org` }],
  ])(
    'also when its sender was frozen as it was about to leave, and another sent it meanwhile: %s',
    async (_what, address) => {
      const customer = await invited(address);
      let frozenMs = 0;
      const overtaken = followedBy('begin-advertising', async () => {
        frozenMs = 300_000;
        await pool.query(`update message set claimed_until = now() where participation_id = $1`, [
          customer.id,
        ]);
        await sendAll();
      });
      const frozen = sendingBy({ pool: overtaken }, () => Date.now() + frozenMs);
      await frozen.round();
      await frozen.settle();
      const to = 'mobile' in address ? address.mobile : address.email;
      expect(await mailbox.arrivedFor(to)).toHaveLength(1);
      expect(await messagesOf(customer)).toMatchObject([{ state: 'sent' }]);
    },
  );

  it('and soon when its sender was frozen as it was about to leave, and nobody else was there', async () => {
    const email = `${randomUUID()}@example.org`;
    const customer = await invited({ email });
    let frozenMs = 0;
    const late = followedBy('begin-advertising', () => Promise.resolve(void (frozenMs = 11_000)));
    const frozen = sendingBy({ pool: late }, () => Date.now() + frozenMs);
    await frozen.round();
    await frozen.settle();
    expect(await mailbox.arrivedFor(email)).toEqual([]);
    expect(await messagesOf(customer)).toMatchObject([
      { state: 'pending', reason: expect.stringContaining('too late') },
    ]);
    await dueNow(customer);
    await sendAll();
    expect(await messagesOf(customer)).toMatchObject([{ state: 'sent', may_repeat: false }]);
    expect(await mailbox.arrivedFor(email)).toHaveLength(1);
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
