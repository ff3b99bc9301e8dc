import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { SMTPServer } from 'smtp-server';
import { smtpMail } from '../../activities/messages/smtp-mail.js';
import { tmf681Sms } from '../../activities/messages/tmf681-sms.js';
import { number, toldMailbox } from '../mailbox/told-mailbox.js';
import { freePort } from '../support/free-port.js';

const mailbox = await toldMailbox();
afterEach(() => mailbox.tell({ mode: 'ok' }));

const sms = tmf681Sms({ url: mailbox.smsUrl, sender: 'Operator' });
const mail = smtpMail({ url: mailbox.smtpUrl, from: 'Operator <hello@operator.example>' });
afterAll(() => mail.close());

const address = () => `${randomUUID()}@example.org`;
const FIRST = { again: false, timeoutMs: 5_000 };
const AGAIN = { again: true, timeoutMs: 5_000 };

const sendTo = (to: string) => ({ id: randomUUID(), to, subject: 'Hello', text: 'Hello there' });

describe.each([
  ['SMS by TMF681', 'sms' as const, sms, number],
  ['e-mail by SMTP', 'email' as const, mail, address],
])('%s', (_name, channel, carrier, somebody) => {
  it('brings a message to its address once', async () => {
    const message = sendTo(somebody());
    const carried = await carrier.carry(message, FIRST);
    expect(carried).toMatchObject({ state: 'sent', reference: expect.any(String) });
    expect(await mailbox.arrivedFor(message.to)).toMatchObject([
      { channel, text: expect.stringContaining('Hello there') },
    ]);
  });

  it('is refused for good where the address is no good, and says so without naming it', async () => {
    const message = sendTo(somebody());
    await mailbox.tell({ mode: 'refuse', to: message.to, times: 1 });
    const carried = await carrier.carry(message, FIRST);
    expect(carried.state).toBe('refused');
    expect(JSON.stringify(carried)).not.toContain(message.to);
    expect(await mailbox.arrivedFor(message.to)).toEqual([]);
  });

  it('waits where the other side fails, and goes through later', async () => {
    const message = sendTo(somebody());
    await mailbox.tell({ mode: 'fail', to: message.to, times: 1 });
    const carried = await carrier.carry(message, FIRST);
    expect(carried.state).toBe('pending');
    expect(JSON.stringify(carried)).not.toContain(message.to);
    expect((await carrier.carry(message, AGAIN)).state).toBe('sent');
    expect(await mailbox.arrivedFor(message.to)).toHaveLength(1);
  });

  it('knows that an unanswered message may have arrived', async () => {
    const message = sendTo(somebody());
    await mailbox.tell({ mode: 'lose-answer', to: message.to, times: 1 });
    expect(await carrier.carry(message, FIRST)).toMatchObject({ state: 'pending', mayHaveArrived: true });
    expect((await carrier.carry(message, AGAIN)).state).toBe('sent');
    expect(await mailbox.arrivedFor(message.to)).toHaveLength(carrier.looksUp ? 1 : 2);
  });
});

it('a server that is not there has got nothing', async () => {
  const nobody = { again: false, timeoutMs: 2_000 };
  const port = await freePort();
  const nowhere = [
    tmf681Sms({ url: `http://127.0.0.1:${port}`, sender: 'Operator' }).carry(sendTo(number()), nobody),
    smtpMail({ url: `smtp://127.0.0.1:${port}`, from: 'a@b.example' }).carry(sendTo(address()), nobody),
  ];
  for (const carried of await Promise.all(nowhere))
    expect(carried).toMatchObject({ state: 'pending', mayHaveArrived: false });
});

describe('an e-mail that nobody answers for', () => {
  const PATIENCE = { again: false, timeoutMs: 300 };
  const never = () => undefined;

  it.each([
    ['the greeting', { onConnect: never }, false],
    ['the recipient', { onRcptTo: never }, false],
    ['the whole message', { onData: (stream: Readable) => void stream.resume() }, true],
  ])('has been waiting for an answer to %s', async (_what, hanging, mayHaveArrived) => {
    const silent = new SMTPServer({ authOptional: true, hideSTARTTLS: true, closeTimeout: 1, ...hanging });
    const port = await listening(silent);
    const carrier = smtpMail({ url: `smtp://127.0.0.1:${port}`, from: 'a@b.example' });
    expect(await carrier.carry(sendTo(address()), PATIENCE)).toMatchObject({
      state: 'pending',
      unanswered: true,
      mayHaveArrived,
    });
    carrier.close();
    await closed(silent);
  });
});

it('who refuses us ourselves, and not the message, is told apart, as waiting does not mend it', async () => {
  const wrongPath = tmf681Sms({ url: mailbox.smsUrl.replace('/v4', '/v3'), sender: 'Operator' });
  expect(await wrongPath.carry(sendTo(number()), FIRST)).toMatchObject({
    state: 'pending',
    alarm: 'configuration',
  });

  const strict = new SMTPServer({
    hideSTARTTLS: true,
    onAuth: (_auth, _session, done) => done(new Error('wrong')),
  });
  const port = await listening(strict);
  const stranger = smtpMail({ url: `smtp://me:wrong@127.0.0.1:${port}`, from: 'a@b.example' });
  expect(await stranger.carry(sendTo(address()), FIRST)).toMatchObject({
    state: 'pending',
    alarm: 'configuration',
  });
  stranger.close();
  await closed(strict);
});

it.each([
  ['ok', 'delivered'],
  ['undeliverable', 'failed'],
] as const)('what became of an SMS comes back: %s, %s', async (mode, expected) => {
  const message = sendTo(number());
  await mailbox.tell(mode === 'ok' ? { mode } : { mode, to: message.to, times: 1 });
  const carried = await sms.carry(message, FIRST);
  if (carried.state !== 'sent') throw new Error('not sent');
  expect(await sms.deliveryOf(carried.reference, FIRST)).toBe(expected);
  expect(await sms.deliveryOf(randomUUID(), FIRST)).toBe('unknown');
});

it('an e-mail can be unsubscribed from with one click (RFC 8058), and names itself alike each time', async () => {
  const message = {
    ...sendTo(address()),
    html: '<p>Hello</p>',
    unsubscribeUrl: 'https://operator.example/o/abc',
  };
  await mail.carry(message, FIRST);
  await mail.carry(message, AGAIN);
  const arrived = await mailbox.arrivedFor(message.to);
  expect(new Set(arrived.map(({ reference }) => reference)).size).toBe(1);
  expect(arrived[0]?.headers).toMatchObject({
    'list-unsubscribe': '<https://operator.example/o/abc>',
    'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
  });
});

async function listening(server: SMTPServer): Promise<number> {
  const socket = server.listen(0, '127.0.0.1');
  await once(socket, 'listening');
  return (socket.address() as AddressInfo).port;
}

function closed(server: SMTPServer): Promise<void> {
  return new Promise((resolve) => server.close(resolve));
}
