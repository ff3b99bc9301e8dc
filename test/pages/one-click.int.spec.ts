import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { addressHash, optOutOf } from '../../prisma/opt-outs.js';
import { Sender } from '../../src/worker/sender.js';
import { TestApi } from '../api/api.js';
import { toldMailbox } from '../mailbox/told-mailbox.js';
import { until } from '../support/until.js';

const mailbox = await toldMailbox();
const api = await TestApi.start({ SMS_URL: mailbox.smsUrl, SMTP_URL: mailbox.smtpUrl });
await api.publish();
const { pool } = api.database;

const sender = new Sender(api.config, pool, pino({ level: 'silent' }));
const sent = sender.run();
afterAll(async () => {
  sender.stop();
  await sent;
});

/** Who got an e-mail of this kind, and the address that its List-Unsubscribe names. */
async function written(kind: 'invitation' | 'reward-credited', language: 'de' | 'en') {
  const email = `${randomUUID()}@example.org`;
  // whom nobody may advertise to gets no invitation
  const basis = kind === 'invitation' ? 'express-consent' : 'contract';
  const contact = { email: { value: email, basis, evidence: 'form 17 of 2026-03-01' } };
  const { id } = await api.invite(randomUUID(), { language, contact });
  if (kind !== 'invitation')
    await pool.query(
      `insert into message (id, participation_id, kind, cause, due_at)
       values ($1, $2, $3, 'credited', date_trunc('milliseconds', now()))`,
      [randomUUID(), id, kind],
    );
  const letter = await until(async () => (await mailbox.arrivedFor(email))[0]);
  const headers = letter.headers ?? {};
  expect(headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
  const address = /^<(.*)>$/.exec(headers['list-unsubscribe'] ?? '')?.[1] ?? '';
  const hash = addressHash(api.config.hashKey, 'email', email);
  return { address, letter, stopped: () => optOutOf(pool, 'email', hash) };
}

/** Sends these very bytes as a mail program does: without cookies, going nowhere further. */
async function post(address: string, body: string, type?: string, method = 'POST') {
  const headers = { 'content-length': Buffer.byteLength(body), ...(type && { 'content-type': type }) };
  return new Promise<{ status: number; headers: object; html: string }>((resolve, reject) => {
    const asked = request(address, { method, headers, agent: false }, (answer) => {
      const { statusCode: status = 0 } = answer;
      text(answer).then((html) => resolve({ status, headers: answer.headers, html }), reject);
    });
    asked.on('error', reject).end(body);
  });
}

const FORM = 'application/x-www-form-urlencoded';
const PARTS = 'multipart/form-data; boundary=b';
const PART = 'Content-Disposition: form-data; name="List-Unsubscribe"';
const parts = (part: string, { boundary = 'b', said = 'One-Click', end = '\r\n' } = {}) =>
  [`--${boundary}`, ...part.split('\n'), '', said, `--${boundary}--`, ''].join(end);

describe('the address of List-Unsubscribe', () => {
  it.each([
    ['invitation', 'de', 'advertising'],
    ['invitation', 'en', 'advertising'],
    ['reward-credited', 'de', 'all'],
    ['reward-credited', 'en', 'all'],
  ] as const)('of a real mail (%s, %s) stops %s in either form', async (kind, language, scope) => {
    for (const [type, body] of [
      [FORM, 'List-Unsubscribe=One-Click'],
      ['multipart/form-data; boundary="b"', parts(PART)],
    ] as const) {
      const { address, stopped } = await written(kind, language);
      expect(address).toMatch(new RegExp(`^${api.url}/${language}/o/[\\w-]+$`));
      const { status, headers } = await post(address, body, type);
      expect([status, Reflect.get(headers, 'set-cookie'), Reflect.get(headers, 'location')]).toEqual([
        200,
        undefined,
        undefined,
      ]);
      expect(await stopped()).toBe(scope);
    }
  });

  it.each([
    ['LF alone', PARTS, parts(PART, { end: '\n' })],
    [
      'a quoted boundary of its own signs',
      'Multipart/Form-Data; charset=utf-8; Boundary="=_b (1):?"',
      parts(PART, { boundary: '=_b (1):?' }),
    ],
    [
      'a boundary that ought to be quoted',
      'multipart/form-data; boundary=----=_Part_1.2',
      parts(PART, { boundary: '----=_Part_1.2' }),
    ],
    [
      'headers of the part',
      PARTS,
      parts(`Content-Type: text/plain; charset=us-ascii\n${PART}\nContent-Transfer-Encoding: 7bit`),
    ],
    [
      'a part that is called a file',
      PARTS,
      parts(`${PART}; filename="x"\nContent-Type: application/octet-stream`),
    ],
    [
      'a name without quotes, in lower case',
      PARTS,
      parts('content-disposition: FORM-DATA; name=list-unsubscribe', { said: 'one-click' }),
    ],
    ['a folded header', PARTS, parts('Content-Disposition: form-data;\n name="List-Unsubscribe"')],
    ['something before and after', PARTS, `to be ignored\r\n${parts(PART)}and so is this`],
    [
      'another part before',
      PARTS,
      `--b\r\nContent-Disposition: form-data; name="x"\r\n\r\ny\r\n${parts(PART)}`,
    ],
    ['no line end at the end', PARTS, parts(PART).trimEnd()],
    ['a charset', 'application/x-www-form-urlencoded; charset=UTF-8', 'List-Unsubscribe=One-Click'],
    ['a line end', FORM, 'List-Unsubscribe=One-Click\r\n'],
    ['everything encoded', FORM, 'List%2DUnsubscribe=One%2DClick'],
    ['another case', 'Application/X-WWW-Form-UrlEncoded', 'list-unsubscribe=ONE-CLICK'],
    ['no type', undefined, 'List-Unsubscribe=One-Click'],
    ['the type of a text', 'text/plain; charset=utf-8', 'List-Unsubscribe=One-Click\r\n'],
    ['a type that is none', 'form', 'List-Unsubscribe=One-Click'],
  ])('is understood with %s', async (_, type, body) => {
    const { address, stopped } = await written('invitation', 'de');
    expect((await post(address, body, type)).status).toBe(200);
    expect(await stopped()).toBe('advertising');
  });

  it.each([
    ['looking at it', 'GET', undefined, '', 200],
    ['looking at its head', 'HEAD', undefined, '', 200],
    ['asking what it answers', 'OPTIONS', undefined, '', 405],
    ['another method', 'PUT', FORM, 'List-Unsubscribe=One-Click', 405],
    ['nothing at all', 'POST', undefined, '', 400],
    ['an empty form', 'POST', FORM, '', 400],
    ['a field without a value', 'POST', FORM, 'List-Unsubscribe=', 400],
    ['another field', 'POST', FORM, 'One-Click=List-Unsubscribe', 400],
    ['another value in parts', 'POST', PARTS, parts(PART, { said: 'no' }), 400],
    ['another part', 'POST', PARTS, parts('Content-Disposition: form-data; name="other"'), 400],
    ['another boundary', 'POST', `${PARTS}ad`, parts(PART), 400],
    ['no boundary', 'POST', 'multipart/form-data', parts(PART), 400],
    ['a part without an end', 'POST', PARTS, parts(PART).slice(0, -8), 400],
    ['too much', 'POST', PARTS, `${parts(PART)}${'x'.repeat(20_000)}`, 413],
  ])('stops nothing by %s', async (_, method, type, body, status) => {
    const { address, stopped } = await written('invitation', 'en');
    const answer = await post(address, body, type, method);
    expect(answer.status).toBe(status);
    if (status === 400) expect(answer.html).toContain('<html lang="en"');
    expect(await stopped()).toBeUndefined();
  });

  it('is not known to whoever has no such link', async () => {
    const { address } = await written('invitation', 'de');
    const forged = address.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    const { status } = await post(forged, parts(PART), PARTS);
    expect(status).toBe(404);
  });
});

it.each(['/v1/opt-outs', '/v1/events', '/de/my/online-statt-hotline/settings'])(
  'a form in parts is taken nowhere else: %s',
  async (path) => {
    const { status } = await post(api.url + path, parts(PART), PARTS);
    expect(status).toBe(415);
  },
);

describe('a link of a message', () => {
  /** What SMS apps and mail programs take for a part of the link before it. */
  const GLUED = [
    ...['.', ',', ')', ';', ':', '!', '?', '>', '"', "'", ']', '}', '*', '|', '/', '&', '=', '\\'],
    ...['…', '“', '”', '«', '»', '’', '。', '\u00a0', '\u200b', '\u2060', '\ufeff', '\u00ad'],
    ...[').', '."', '...', '>,', ').Danach', '.</a>', '&amp;', '#top.'],
  ];
  const encodings = (sign: string) => [
    encodeURIComponent(sign),
    [...Buffer.from(sign)].map((byte) => `%${byte.toString(16)}`).join(''),
    encodeURI(sign).replace('#', '%23'),
  ];

  it.each(GLUED)('leads on with %j after it, however that is written', async (sign) => {
    const { address, letter } = await links();
    const invitation = /http\S+\/i\/[\w-]{22}/.exec(letter.text)?.[0] ?? '';
    for (const glued of encodings(sign)) {
      const led = await post(invitation + glued, '', undefined, 'GET');
      expect([glued, led.status, Reflect.get(led.headers, 'location')]).toEqual([
        glued,
        303,
        '/en/programmes/online-statt-hotline',
      ]);
      const form = await post(address + glued, '', undefined, 'GET');
      expect([glued, form.status, form.html]).toEqual([glued, 200, expect.stringContaining('Which e-mails')]);
      const short = address.replace('/en/o/', '/o/') + glued;
      expect([glued, (await post(short, '', undefined, 'GET')).status]).toEqual([glued, 200]);
    }
  });

  it('leads on although what follows it was cut off in the middle', async () => {
    const { address } = await links();
    for (const rest of ['%E2%80', '%E2%8', '%', '.%'])
      expect([rest, (await post(address + rest, '', undefined, 'GET')).status]).toEqual([rest, 200]);
  });

  it('is the address of one click as well, and of the form', async () => {
    const one = await written('invitation', 'en');
    expect((await post(`${one.address}).`, parts(PART), PARTS)).status).toBe(200);
    expect(await one.stopped()).toBe('advertising');
    const other = await written('invitation', 'en');
    const { status } = await post(`${other.address},`, 'scope=all', FORM);
    expect([status, await other.stopped()]).toEqual([200, 'all']);
  });

  it.each([
    '/i/AAAAAAAAAAAAAAAAAAAAAA.',
    '/de/o/AAAA).',
    '/o/.',
    '/i/',
    '/i/%29',
    '/i/AAAAAAAAAAAAAAAAAAAAAA%29',
  ])('that we never made stays unknown: %s', async (path) => {
    expect((await post(api.url + path, '', undefined, 'GET')).status).toBe(404);
  });

  it('with another letter after it is another one', async () => {
    const { address } = await links();
    expect((await post(`${address}A`, '', undefined, 'GET')).status).toBe(404);
  });

  it.each(['/en/programmes/online-statt-hotline', '/en/privacy', '/en/self-service', '/en/help'])(
    'to another page leads on as well: %s',
    async (path) => {
      for (const glued of ['.', ',', ')', '%29.', '%E2%80%A6', '/', '_', '.?a=b'])
        expect([glued, (await post(api.url + path + glued, '', undefined, 'GET')).status]).toEqual([
          glued,
          200,
        ]);
    },
  );

  let known: ReturnType<typeof written> | undefined;
  /** One mail serves for looking. */
  const links = () => (known ??= written('invitation', 'en'));
});
