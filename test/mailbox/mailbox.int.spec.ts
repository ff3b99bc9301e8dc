import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { violation } from '../../stand-ins/mailbox/contract.js';
import { number, toldMailbox } from './told-mailbox.js';

const mailbox = await toldMailbox();
afterEach(() => mailbox.tell({ mode: 'ok' }));

function sms(to: string, more: object = {}): Promise<Response> {
  return fetch(`${mailbox.smsUrl}/communicationMessage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      messageType: 'SMS',
      content: 'Hello',
      sender: { name: 'Operator' },
      receiver: [{ id: randomUUID(), phoneNumber: to }],
      ...more,
    }),
  });
}

async function mail(to: string, more: SendMailOptions = {}): Promise<string> {
  const transport = createTransport(mailbox.smtpUrl);
  try {
    const message = {
      from: '"Operator" <hello@operator.example>',
      to,
      subject: 'Hello',
      text: 'Hello',
      ...more,
    };
    return (await transport.sendMail(message)).response;
  } finally {
    transport.close();
  }
}

describe('an SMS', () => {
  it('arrives, is found by the id that the sender gave it, and is delivered a moment later, as TMF681 has it', async () => {
    const [to, id] = [number(), randomUUID()];
    const answer = await sms(to, { receiver: [{ id, phoneNumber: to }] });
    const created = (await answer.json()) as { id: string; state: string };
    expect([answer.status, created.state]).toEqual([201, 'inProgress']);
    expect(violation('CommunicationMessage', created)).toBeUndefined();
    const found = await fetch(`${mailbox.smsUrl}/communicationMessage?receiver.id=${id}`);
    expect(await found.json()).toMatchObject([
      { id: created.id, state: 'completed', receiver: [{ phoneNumber: to }] },
    ]);
    const one = await fetch(`${mailbox.smsUrl}/communicationMessage/${created.id}`);
    expect(await one.json()).toMatchObject({ content: 'Hello', state: 'completed' });
    expect(await mailbox.arrivedFor(to)).toMatchObject([
      { channel: 'sms', from: 'Operator', text: 'Hello', reference: id },
    ]);
  });

  it.each([
    ['no content', { content: undefined }],
    ['no receiver', { receiver: [] }],
    ['no phone number', { receiver: [{ id: 'x' }] }],
    ['a number that is not E.164', { receiver: [{ phoneNumber: '0151 234' }] }],
    ['another message type', { messageType: 'Email' }],
  ])('with %s is refused, and nothing arrives', async (_what, more) => {
    const to = number();
    const answer = await sms(to, more);
    expect(answer.status).toBe(400);
    expect(violation('Error', await answer.json())).toBeUndefined();
    expect(await mailbox.arrivedFor(to)).toEqual([]);
  });

  it.each([
    ['fail', 500, 0],
    ['refuse', 400, 0],
  ] as const)('meets a centre that was told to %s', async (mode, status, arrived) => {
    const to = number();
    await mailbox.tell({ mode, to, times: 1 });
    expect((await sms(to)).status).toBe(status);
    expect(await mailbox.arrivedFor(to)).toHaveLength(arrived);
    expect((await sms(to)).status).toBe(201);
  });

  it('may arrive without an answer, or be taken and never delivered', async () => {
    const to = number();
    await mailbox.tell({ mode: 'lose-answer', to, times: 1 });
    await expect(sms(to)).rejects.toThrow('fetch failed');
    await mailbox.tell({ mode: 'undeliverable', channel: 'sms', times: 1 });
    expect((await sms(to)).status).toBe(201);
    expect((await mailbox.arrivedFor(to)).map(({ state }) => state)).toEqual(['completed', 'failed']);
  });
});

describe('an e-mail', () => {
  it('arrives with its headers, in plain text and HTML', async () => {
    const to = `${randomUUID()}@example.org`;
    const headers = { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
    await mail(to, {
      subject: 'Grüße',
      text: 'Hällo',
      html: '<p>Hällo</p>',
      messageId: '<1@quietline>',
      headers,
    });
    expect(await mailbox.arrivedFor(to)).toMatchObject([
      {
        channel: 'email',
        from: 'Operator <hello@operator.example>',
        subject: 'Grüße',
        html: expect.stringContaining('<p>Hällo</p>'),
        headers: { 'list-unsubscribe-post': 'List-Unsubscribe=One-Click' },
        reference: '<1@quietline>',
      },
    ]);
  });

  it.each([
    ['fail', 451],
    ['refuse', 550],
  ] as const)('meets a server that was told to %s', async (mode, responseCode) => {
    const to = `${randomUUID()}@example.org`;
    await mailbox.tell({ mode, channel: 'email', times: 1 });
    await expect(mail(to)).rejects.toMatchObject({ responseCode });
    expect(await mailbox.arrivedFor(to)).toEqual([]);
    expect(await mail(to)).toMatch(/^250/);
  });

  it('may arrive without an answer', async () => {
    const to = `${randomUUID()}@example.org`;
    await mailbox.tell({ mode: 'lose-answer', to, times: 1 });
    await expect(mail(to)).rejects.toThrow();
    expect(await mailbox.arrivedFor(to)).toHaveLength(1);
  });
});

describe('the mailbox page', () => {
  it('shows what strangers wrote harmlessly, newest first, with links that can be followed', async () => {
    const to = number();
    await sms(to, { content: '<script>alert(1)</script> https://a.example/p?x=1&y="2' });
    await sms(to, { content: 'newest' });
    const answer = await fetch(`${mailbox.origin}/?to=${encodeURIComponent(to)}`);
    const html = await answer.text();
    expect(html).not.toContain('<script');
    expect(html).toContain('<a href="https://a.example/p?x=1&amp;y=">');
    expect(html.indexOf('newest')).toBeLessThan(html.indexOf('&lt;script&gt;'));
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('shows the HTML of an e-mail in a sandbox', async () => {
    const to = `${randomUUID()}@example.org`;
    await mail(to, { html: '<script>alert(1)</script><p>Hello</p>' });
    const [letter] = await mailbox.arrivedFor(to);
    const answer = await fetch(`${mailbox.origin}/letters/${letter?.id}/html`);
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect((await fetch(`${mailbox.origin}/letters/${randomUUID()}/html`)).status).toBe(404);
  });

  it('stays small however much has arrived: the newest, and a way to what came before', async () => {
    const to = number();
    for (let i = 0; i < 205; i += 1) await sms(to, { content: `number ${i} of many` });
    await sms(number());
    const shown = async (path: string) => {
      const html = await (await fetch(mailbox.origin + path)).text();
      return { html, texts: html.match(/number \d+ of many/g) ?? [] };
    };
    const newest = await shown(`/?to=${encodeURIComponent(to)}`);
    expect(newest.texts).toHaveLength(200);
    expect(newest.texts.slice(0, 2)).toEqual(['number 204 of many', 'number 203 of many']);
    expect(newest.html).toContain('The newest 200 of 205');
    const earlier = /<a href="([^"]+)" rel="next">/.exec(newest.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const oldest = await shown(earlier);
    expect(oldest.texts).toEqual([4, 3, 2, 1, 0].map((i) => `number ${i} of many`));
    expect(oldest.html).not.toContain('rel="next"');
    const everybody = await shown('/');
    expect(everybody.html.split('<article>')).toHaveLength(201);

    const letters = async (query: string) =>
      (await (await fetch(`${mailbox.origin}/letters?${query}`)).json()) as {
        items: { id: string; text: string }[];
        before: string | null;
      };
    const page = await letters(`to=${encodeURIComponent(to)}`);
    expect(page.items.map(({ text }) => text)).toEqual(newest.texts.toReversed());
    const rest = await letters(`to=${encodeURIComponent(to)}&before=${page.before}`);
    expect(rest.items.map(({ text }) => text)).toEqual(oldest.texts.toReversed());
    expect(rest.before).toBeNull();
    expect((await letters('')).items).toHaveLength(200);
    expect((await letters('limit=10000')).items.length).toBeGreaterThan(205);
    expect((await fetch(`${mailbox.origin}/letters?limit=0`)).status).toBe(400);
  });

  it('still has everything after a restart', async () => {
    const to = number();
    await sms(to);
    await mailbox.restart();
    expect(await mailbox.arrivedFor(to)).toHaveLength(1);
  });
});
