import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { TestApi } from '../api/api.js';
import type { KeptEvent } from '../../src/events/event-list.js';
import type { Page } from '../../src/paging/page.js';
import { sendRaw } from './raw.js';

const api = await TestApi.start();
await api.publish();

type Header = readonly [name: string, value: string];

interface Binary {
  readonly headers: readonly Header[];
  readonly body?: string;
}

function attributes(more: Readonly<Record<string, string>> = {}): readonly Header[] {
  return Object.entries({
    'ce-specversion': '1.0',
    'ce-id': randomUUID(),
    'ce-source': 'urn:portal',
    'ce-type': 'selfservice.visited',
    'ce-time': new Date().toISOString(),
    'ce-subject': 'somebody',
    ...more,
  });
}

function send({ headers, body }: Binary) {
  return sendRaw(api, { path: '/v1/events', headers, ...(body !== undefined && { body }) });
}

/** The events that are kept of this customer, each as the API shows it. */
async function kept(subject: string): Promise<readonly KeptEvent[]> {
  const { body } = await api.call<Page<KeptEvent>>('GET', '/v1/events?limit=200');
  return body.items.filter((event) => event.subject === subject && event.source === 'urn:portal');
}

/** As a client writes it that knows nothing of percent-encoding. */
const rawUtf8 = (text: string) => Buffer.from(text).toString('latin1');

describe('the subject of an event in binary mode', () => {
  it.each<[what: string, customer: string, header: string]>([
    ['percent-encoded letters', 'Zoë 1', encodeURIComponent('Zoë 1')],
    ['lower-case hexadecimals', 'Zoë 2', 'Zo%c3%ab 2'],
    ['encoded where none was needed', 'Zoe 3', '%5A%6F%65%203'],
    ['beyond the basic plane', 'Zoë 🐦 4', encodeURIComponent('Zoë 🐦 4')],
    ['an encoded quote', '"Zoe" 5', '%22Zoe%22%205'],
    ['a percent sign, decoded once', '100%41', '100%2541'],
    ['raw blanks', 'Zoe with blanks', 'Zoe with blanks'],
    ['in quotes, as older versions wrote it', 'Zoe "in" \\ quotes', '"Zoe \\"in\\" \\\\ quotes"'],
    ['in quotes and encoded', 'Zoë in quotes', '"Zo%C3%AB in quotes"'],
    ['a quote inside', 'Zo"e', 'Zo"e'],
    ['a plus', 'Zoe+1', 'Zoe+1'],
  ])('is read: %s', async (_what, customer, header) => {
    await api.invite(customer);
    expect(await send({ headers: attributes({ 'ce-subject': header }) })).toMatchObject({ status: 202 });
    expect(await kept(customer)).toHaveLength(1);
  });

  it.each([
    ['raw UTF-8', rawUtf8('Zoë')],
    ['raw Latin-1', 'Zo\u00eb'],
    ['a raw tab', 'Zo\te'],
    ['raw bytes beside encoded ones', `${rawUtf8('ë')}%C3%AB`],
    ['half an encoded character', 'Zo%C3'],
    ['a percent sign alone', '100%'],
    ['Latin-1, percent-encoded', 'Zo%EB'],
    ['half a surrogate pair, percent-encoded', '%ED%A0%80'],
    ['quotes that do not close', '"Zoe'],
    ['something after the quotes', '"Zoe"1'],
    ['a NUL, percent-encoded', 'Zoe%00'],
    ['nothing', ''],
  ])('is refused: %s', async (_what, header) => {
    expect(await send({ headers: attributes({ 'ce-subject': header }) })).toMatchObject({
      status: 400,
      body: { code: 'invalid-event', pointer: '/subject' },
    });
  });
});

it.each(['id', 'source', 'type', 'time', 'specversion', 'tenant', 'dataschema'])(
  'raw bytes are refused in any attribute: %s',
  async (name) => {
    const headers = [...attributes().filter(([each]) => each !== `ce-${name}`), [`ce-${name}`, 'ä']] as const;
    expect(await send({ headers })).toMatchObject({ status: 400, body: { pointer: `/${name}` } });
    const json = JSON.stringify(
      Object.fromEntries(attributes().map(([key, value]) => [key.slice(3), value])),
    );
    const structured = [
      ['content-type', 'application/cloudevents+json'],
      [`ce-${name}`, 'ä'],
    ] as const;
    expect(await send({ headers: structured, body: json })).toMatchObject({ status: 400 });
  },
);

it('an attribute of the sender own is not read, however it is encoded', async () => {
  expect((await send({ headers: attributes({ 'ce-note': '100% done' }) })).status).toBe(202);
});

it('the name of a header may be in upper case', async () => {
  const headers = attributes().map(([name, value]) => [name.toUpperCase(), value] as const);
  expect((await send({ headers })).status).toBe(202);
});

describe('a header that comes twice', () => {
  it.each(['id', 'source', 'type', 'time', 'subject', 'specversion', 'tenant'])(
    'is refused: ce-%s',
    async (name) => {
      const given = attributes({ 'ce-tenant': 'a' });
      const again = given.find(([each]) => each === `ce-${name}`) ?? [`ce-${name}`, 'a'];
      const other = [again[0].toUpperCase(), `${again[1]}x`] as const;
      for (const twice of [again, other])
        expect(await send({ headers: [...given, twice] })).toMatchObject({
          status: 400,
          body: { code: 'header-twice' },
        });
    },
  );

  it.each<Header>([
    ['content-type', 'application/json'],
    ['authorization', 'Bearer another'],
    ['idempotency-key', 'k-1'],
    ['host', 'elsewhere.example'],
  ])('is refused: %s', async (name, value) => {
    const once = [['content-type', 'application/json'] as const, ['Idempotency-Key', 'k-2'] as const];
    const body = JSON.stringify({ programme: 'online-statt-hotline', customerId: 'twice' });
    const answer = await sendRaw(api, {
      path: '/v1/participations',
      headers: [...once, [name, value]],
      body,
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'header-twice' } });
    expect(answer.body.detail).toContain(name);
  });

  it('may be one of which several say no more than one', async () => {
    const headers = [...attributes(), ['accept', 'text/html'], ['accept', 'application/json']] as const;
    expect((await send({ headers })).status).toBe(202);
  });
});

it.each(['/v1/customers/%/erase', '/v1/customers/%/export'])(
  'raw bytes in an address are refused: %s',
  async (path) => {
    for (const customer of [rawUtf8('Zoë'), 'Zo\u00eb'])
      expect(await sendRaw(api, { path: path.replace('%', customer) })).toMatchObject({
        status: 400,
        body: { code: 'malformed-request' },
      });
  },
);

describe('the data of an event in binary mode', () => {
  const milestone = () => attributes({ 'ce-type': 'milestone.reached', 'ce-subject': 'with-data' });
  const body = JSON.stringify({ code: 'app-installed' });

  it.each([
    ['without a type', []],
    ['as JSON', [['content-type', 'application/json']]],
    ['as JSON in UTF-8', [['content-type', 'Application/JSON; charset="UTF-8"']]],
    ['as JSON of its own', [['content-type', 'application/vnd.operator.milestone+json']]],
    ['as JSON of its own with a parameter', [['content-type', 'application/x+json; v=1']]],
    ['as text of JSON', [['content-type', 'text/json']]],
  ] as const)('is taken %s', async (how, type) => {
    const customer = `data ${how}`;
    await api.invite(customer);
    const headers = [...attributes({ 'ce-type': 'milestone.reached', 'ce-subject': customer }), ...type];
    expect(await send({ headers, body })).toMatchObject({ status: 202 });
    expect(await kept(customer)).toMatchObject([{ data: { code: 'app-installed' } }]);
  });

  it.each([
    ['none', 202, undefined, [['content-type', 'application/json']]],
    ['none of a type that is not JSON', 202, undefined, [['content-type', 'application/octet-stream']]],
    ['null', 202, 'null', []],
    ['no object', 400, '"text"', []],
    ['no JSON', 400, '{', []],
    ['no JSON, as it says', 415, '<data/>', [['content-type', 'text/xml']]],
  ] as const)('may be %s: %d', async (_what, status, data, type) => {
    const headers = [...attributes(), ...type];
    expect((await send({ headers, ...(data !== undefined && { body: data }) })).status).toBe(status);
  });

  it('is missing where its type needs some', async () => {
    const answer = await send({ headers: milestone() });
    expect(answer).toMatchObject({ status: 400, body: { pointer: '/data/code' } });
  });

  it('is that of no event where no version is told', async () => {
    const headers = milestone().filter(([name]) => name !== 'ce-specversion');
    expect(await send({ headers, body })).toMatchObject({ status: 400, body: { pointer: '/specversion' } });
  });
});
