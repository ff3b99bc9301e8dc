import { randomUUID } from 'node:crypto';
import { afterAll, expect, it } from '@jest/globals';
import pino from 'pino';
import programme from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import type { WaveView } from '../../src/waves/wave.js';
import { Sender } from '../../src/worker/sender.js';
import { TestApi } from '../api/api.js';
import { waveCalls } from '../api/waves.js';
import { number, toldMailbox } from '../mailbox/told-mailbox.js';
import { Installation } from '../support/installation.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { until } from '../support/until.js';

// first of all, as what is still on its way needs the servers that go afterwards
afterAll(async () => {
  sender.stop();
  await sending;
  await installation.stopRelay();
  await installation.stopWorkers();
});

const mailbox = await toldMailbox();
const installation = await Installation.start(await ownTemporalEnvironment());
const { pool } = installation.database;
const api = await TestApi.start({ DATABASE_URL: installation.database.url });
const { wave, fill } = waveCalls(api);

const config = { ...installation.config, smsUrl: mailbox.smsUrl, smtpUrl: mailbox.smtpUrl };
const sender = new Sender(config, pool, pino({ level: 'silent' }));
const sending = sender.run();
for (const channel of ['sms', 'email'])
  await api.call('PUT', `/v1/send-rates/${channel}`, { perSecond: 1_000 });

interface Listed {
  readonly customerId: string;
  readonly mobile?: string;
  readonly email?: string;
}

/** So many customers with these addresses each. */
function customers(count: number, addresses: () => Omit<Listed, 'customerId'>): readonly Listed[] {
  return Array.from({ length: count }, () => ({ customerId: `C-${randomUUID()}`, ...addresses() }));
}

const address = () => `${randomUUID()}@example.org`;

/** Sends a wave to these customers of a programme that nobody is held out of, and gives it when its last message has left. */
async function sent(code: string, listed: readonly Listed[]): Promise<WaveView> {
  const { id } = await wave(code);
  const basis = {
    smsBasis: 'express-consent',
    smsEvidence: 'form 17 of 2026-03-01',
    emailBasis: 'express-consent',
    emailEvidence: 'form 18 of 2026-03-01',
  };
  await fill(
    id,
    listed.map((each) => JSON.stringify({ ...each, ...basis })).join('\n'),
    'application/x-ndjson',
  );
  await api.call('POST', `/v1/waves/${id}/send`);
  return until(async () => {
    const { body } = await api.call<WaveView>('GET', `/v1/waves/${id}`);
    return (body.state === 'done' && body.messages.pending === 0) || body.state === 'paused'
      ? body
      : undefined;
  }, 60_000);
}

const lettersTo = async (to: string | undefined) => (to === undefined ? [] : await mailbox.arrivedFor(to));

await installation.publish({ ...programme, code: 'sms-first', holdout: { share: 0 } });
await installation.publish({
  ...programme,
  code: 'mail-first',
  holdout: { share: 0 },
  messages: { order: ['email', 'sms'] },
});

it('a wave reaches everybody once by e-mail, with a way to unsubscribe, over more than one page', async () => {
  const listed = customers(230, () => ({ email: address() }));
  const done = await sent('mail-first', listed);
  expect(done).toMatchObject({
    state: 'done',
    rows: { invited: 230 },
    messages: { sent: 230, failed: 0, suppressed: 0 },
  });
  for (const { email } of listed) {
    const [letter, ...more] = await lettersTo(email);
    expect(more).toEqual([]);
    expect(letter).toMatchObject({
      channel: 'email',
      to: email,
      text: expect.stringMatching(/http:\/\/bonus\.example\/i\/[\w-]{22}/),
      headers: {
        'list-unsubscribe': expect.stringMatching(/^<http:\/\/bonus\.example\/de\/o\//),
        'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
      },
    });
  }
});

it.each([
  ['sms-first', 'sms'],
  ['mail-first', 'email'],
] as const)(
  'a wave of %s reaches everybody by one channel, whoever has both by %s',
  async (code, preferred) => {
    const both = customers(50, () => ({ mobile: number(), email: address() }));
    const others = [
      ...customers(50, () => ({ mobile: number() })),
      ...customers(50, () => ({ email: address() })),
    ];
    const done = await sent(code, [...both, ...others]);
    expect(done).toMatchObject({
      state: 'done',
      rows: { invited: 150 },
      messages: { failed: 0, suppressed: 0 },
    });
    for (const { mobile, email } of others)
      expect([...(await lettersTo(mobile)), ...(await lettersTo(email))]).toHaveLength(1);
    for (const { mobile, email } of both) {
      const counts = { sms: (await lettersTo(mobile)).length, email: (await lettersTo(email)).length };
      expect(counts).toEqual({ sms: 0, email: 0, [preferred]: 1 });
    }
  },
);

it('a wave by e-mail pauses itself, too, when the mail server refuses more than one in twenty', async () => {
  await mailbox.tell({ mode: 'refuse', channel: 'email', times: 11 });
  const paused = await sent(
    'mail-first',
    customers(250, () => ({ email: address() })),
  );
  await mailbox.tell({ mode: 'ok' });
  expect(paused).toMatchObject({
    state: 'paused',
    pausedBecause: 'too-many-failed',
    messages: { failed: 11 },
  });
  expect(paused.rows.toInvite).toBeGreaterThan(0);
});
