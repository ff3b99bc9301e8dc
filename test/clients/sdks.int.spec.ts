import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { CloudEvent, emitterFor, HTTP, httpTransport, Mode } from 'cloudevents';
import type { KeptEvent } from '../../src/events/event-list.js';
import type { Page } from '../../src/paging/page.js';
import { TestApi } from '../api/api.js';
import { runPython } from './programs.js';

const api = await TestApi.start();
await api.publish();

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const ACCEPTED = [{ id: expect.any(String), status: 'accepted' }];
const NOT_ENCODED = { code: 'invalid-event', pointer: '/subject' };

/** The data of what is kept of this customer, each event's. */
async function keptData(source: string, subject: string): Promise<readonly unknown[]> {
  const query = `source=${encodeURIComponent(source)}&limit=200`;
  const { body } = await api.call<Page<KeptEvent>>('GET', `/v1/events?${query}`);
  return body.items.filter((event) => event.subject === subject).map(({ data }) => data);
}

describe('the SDK of JavaScript', () => {
  const SOURCE = 'urn:javascript';
  const data = { code: 'app-installed' };

  const event = (subject: string, more: object = {}) =>
    new CloudEvent({ type: 'milestone.reached', source: SOURCE, subject, data, ...more });

  async function post(headers: object, body: unknown): Promise<Answer> {
    const all = { ...(headers as Record<string, string>), authorization: await bearer() };
    const sent = typeof body === 'string' ? { body } : {};
    const answer = await fetch(`${api.url}/v1/events`, { method: 'POST', headers: all, ...sent });
    return { status: answer.status, body: await answer.json() };
  }

  it.each([
    ['structured', HTTP.structured, 'js structured', {}],
    ['structured, not ASCII', HTTP.structured, 'Zoë 🐦', {}],
    ['binary', HTTP.binary, 'js binary', {}],
    ['binary with any JSON', HTTP.binary, 'js any', { datacontenttype: 'application/vnd.operator+json' }],
    ['binary, encoded', HTTP.binary, encodeURIComponent('Zoë js'), {}],
  ])('sends an event: %s', async (_mode, message, subject, more) => {
    const customer = decodeURIComponent(subject);
    await api.invite(customer);
    const { headers, body } = message(event(subject, more));
    expect(await post(headers, body)).toEqual({ status: 202, body: ACCEPTED });
    expect(await keptData(SOURCE, customer)).toEqual([data]);
  });

  it('sends an event without data in binary mode', async () => {
    await api.invite('js no data');
    const { headers, body } = HTTP.binary(
      event('js no data', { type: 'selfservice.visited', data: undefined }),
    );
    expect(await post(headers, body)).toEqual({ status: 202, body: ACCEPTED });
    expect(await keptData(SOURCE, 'js no data')).toEqual([{}]);
  });

  it('sends a batch', async () => {
    await api.invite('js batch');
    const headers = { 'content-type': 'application/cloudevents-batch+json' };
    const answer = await post(headers, JSON.stringify([event('js batch'), event('js batch')]));
    expect(answer).toEqual({ status: 202, body: [...ACCEPTED, ...ACCEPTED] });
    expect(await keptData(SOURCE, 'js batch')).toEqual([data, data]);
  });

  it.each([Mode.BINARY, Mode.STRUCTURED])('sends by its own transport: %s', async (mode) => {
    const customer = `js transport ${mode}`;
    await api.invite(customer);
    const emit = emitterFor(httpTransport(`${api.url}/v1/events`), { mode });
    await emit(event(customer), { headers: { authorization: await bearer() } });
    expect(await keptData(SOURCE, customer)).toEqual([data]);
  });

  it('is told of a subject that it does not encode', async () => {
    const { headers, body } = HTTP.binary(event('Zoë'));
    expect(await post(headers, body)).toMatchObject({ status: 400, body: NOT_ENCODED });
  });

  async function bearer(): Promise<string> {
    return `Bearer ${await api.issuer.token('operator')}`;
  }
});

describe('the SDK of Python', () => {
  const SOURCE = 'urn:python';
  const data = { code: 'app-installed' };
  let answers: Readonly<Record<string, Answer>> = {};

  const taken: readonly (readonly [mode: string, customer: string, kept: readonly object[]])[] = [
    ['structured', 'structured', [data]],
    ['structured, not ASCII', 'Zoë 1', [data]],
    ['binary', 'binary', [data]],
    ['binary without a type', 'binary without a type', [data]],
    ['binary, not ASCII', 'Zoë 2', [data]],
    ['binary without data', 'binary without data', [{}]],
    ['batch', 'batch', [data, data]],
    ['1.x structured', '1.x structured', [data]],
    ['1.x structured, not ASCII', 'Zoë 3', [data]],
    ['1.x binary', '1.x binary', [data]],
    ['1.x binary without a type', '1.x binary without a type', [data]],
    ['1.x binary without data', '1.x binary without data', [{}]],
  ];

  beforeAll(async () => {
    for (const [, customer] of taken) await api.invite(customer);
    const told = { url: api.url, token: await api.issuer.token('operator') };
    const folder = join(import.meta.dirname, 'python');
    answers = JSON.parse(await runPython(['send_events.py'], folder, told)) as typeof answers;
  });

  it.each(taken)('sends events: %s', async (mode, customer, kept) => {
    expect(answers[mode]).toEqual({ status: 202, body: kept.flatMap(() => ACCEPTED) });
    expect(await keptData(SOURCE, customer)).toEqual(kept);
  });

  it('is told of a subject that it sends as Latin-1', () => {
    expect(answers['1.x binary, in Latin-1']).toMatchObject({ status: 400, body: NOT_ENCODED });
  });
});
