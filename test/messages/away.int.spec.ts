import { randomUUID } from 'node:crypto';
import { expect, it, jest } from '@jest/globals';
import type { Carried } from '../../activities/messages/carrier.js';
import { number } from '../mailbox/told-mailbox.js';
import type { Invited } from '../support/installation.js';
import { startSending } from './kit.js';

const { mailbox, pool, invited, carriers, sendingBy, messagesOf, dueNow } = await startSending();

const email = () => `${randomUUID()}@example.org`;

/** Carries e-mails as told. */
function mailThat(...told: readonly Carried[]) {
  const carry = jest.fn<() => Promise<Carried>>();
  for (const each of told) carry.mockResolvedValueOnce(each);
  return { ...carriers, email: { ...carriers.email, carry } };
}

const SILENT: Carried = {
  state: 'pending',
  reason: 'The mail server is out of reach (ETIMEDOUT)',
  mayHaveArrived: false,
  unanswered: true,
};

async function rowOf({ id }: Invited) {
  const { rows } = await pool.query<{ state: string; may_have_arrived: boolean; advertised: boolean }>(
    `select state, attempts, may_have_arrived, advertised_at is not null as advertised from message where participation_id = $1`,
    [id],
  );
  return rows[0];
}

it('while nobody takes e-mails they wait untried, and SMS go on', async () => {
  const onAway = jest.fn();
  const sending = sendingBy({ carriers: mailThat(...Array.from({ length: 6 }, () => SILENT)), onAway });
  const tried = await Promise.all(Array.from({ length: 5 }, () => invited({ email: email() })));
  await sending.round();
  await sending.settle();
  expect(onAway).toHaveBeenCalledWith('email');
  const mobile = number();
  const [waiting, reached] = [await invited({ email: email() }), await invited({ mobile })];
  await sending.round();
  await sending.settle();
  expect(await Promise.all(tried.map(rowOf))).toMatchObject(tried.map(() => ({ attempts: 1 })));
  expect(await rowOf(waiting)).toMatchObject({ state: 'pending', attempts: 0 });
  expect(await messagesOf(reached)).toMatchObject([{ state: 'sent' }]);
  expect(await mailbox.arrivedFor(mobile)).toHaveLength(1);
});

it('an e-mail that may have arrived still may when a later try does not get through', async () => {
  const customer = await invited({ email: email() });
  const sending = sendingBy({ carriers: mailThat({ ...SILENT, mayHaveArrived: true }, SILENT) });
  for (let i = 0; i < 2; i += 1) {
    await sending.round();
    await sending.settle();
    await dueNow(customer);
  }
  expect(await rowOf(customer)).toMatchObject({ attempts: 2, may_have_arrived: true, advertised: true });
});

it('advertising that was refused has not reached anybody, and does not count as such', async () => {
  const customer = await invited({ mobile: number() });
  await mailbox.tell({ mode: 'refuse', channel: 'sms', times: 1 });
  const sending = sendingBy({});
  await sending.round();
  await sending.settle();
  expect(await rowOf(customer)).toMatchObject({
    state: 'failed',
    may_have_arrived: false,
    advertised: false,
  });
});
