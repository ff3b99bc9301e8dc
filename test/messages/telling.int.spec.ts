import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Sender } from '../../src/worker/sender.js';
import { number } from '../mailbox/told-mailbox.js';
import { DAY } from '../support/skipped-time.js';
import { started } from '../support/history.js';
import { until } from '../support/until.js';
import { startSending } from './kit.js';

const { mailbox, installation, pool, config, log, invited, sendAll, messagesOf } = await startSending({
  workflows: true,
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
