import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Counter, Registry } from 'prom-client';
import { SCOPES } from '../../src/auth/scopes.js';
import type { Readiness } from '../../src/health/health.js';
import { serveMetrics } from '../../src/metrics/serve.js';
import { EVENT_TYPES } from '../../src/events/event-types.js';
import { COLUMNS } from '../../src/waves/list-row.js';
import { REFUSALS } from '../../src/waves/refusals.js';
import { TestApi } from './api.js';
import { cloudEvent } from './events.js';

const api = await TestApi.start();
await api.publish();

describe('a process without an API', () => {
  it('tells its metrics, that it lives, and whether it is ready', async () => {
    const registry = new Registry();
    new Counter({ name: 'quietline_probe_total', help: 'Probe', registers: [registry] }).inc(3);
    let failing = true;
    const server = await serveMetrics(0, registry, {
      temporal: async () => {
        if (failing) throw new Error('away');
      },
    });
    const get = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`);
    expect(await (await get('/metrics')).text()).toContain('quietline_probe_total 3');
    expect((await get('/health/live')).status).toBe(200);
    const unready = await get('/health/ready');
    expect({ status: unready.status, body: (await unready.json()) as Readiness }).toEqual({
      status: 503,
      body: { status: 'unready', checks: { temporal: 'failing' } },
    });
    failing = false;
    expect((await get('/health/ready')).status).toBe(200);
    expect((await get('/secrets')).status).toBe(404);
    await server.close();
    await expect(get('/metrics')).rejects.toThrow('fetch failed');
  });
});

it('what the inbox took and how long requests took can be watched', async () => {
  await api.invite('watched');
  await api.call('POST', '/v1/events', cloudEvent('watched', 'selfservice.visited'));
  const { body } = await api.call<string>('GET', '/metrics');
  expect(body).toContain('quietline_events_total{outcome="accepted"} 1');
  expect(body).toMatch(
    /quietline_http_request_seconds_count\{method="POST",route="\/v1\/events",status="202"[^}]*\} 1/,
  );
});

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Schema {
  readonly oneOf?: readonly { readonly $ref: string }[];
  readonly required?: readonly string[];
  readonly properties?: { readonly type: { readonly const: string } };
}

const refTo = (schema: string) => `#/components/schemas/${schema}`;

const ENVELOPE = ['specversion', 'id', 'source', 'type', 'time', 'subject'];
const NEED_DATA = ['selfservice.registered', 'milestone.reached', 'hotline.called', 'hotline.call-retracted'];

interface Operation {
  readonly 'x-scope'?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly responses: Readonly<Record<string, unknown>>;
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

/** Whoever has no token, or not the scope; and what nobody foresaw. */
const ANSWERED_BY_MANY = ['401', '403', 'default'];

async function operations() {
  const { body } = await api.call<OpenApi>('GET', '/openapi.json');
  return Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      path,
      method: method.toUpperCase(),
      call: `${method.toUpperCase()} ${path}`,
    })),
  );
}

describe('/openapi.json', () => {
  it('says of every call in words what it does, which scope it needs, and how it is refused', async () => {
    for (const { call, summary, responses, 'x-scope': scope } of await operations()) {
      expect({ call, summary }).toEqual({ call, summary: expect.stringMatching(/^[A-Z][^.]{10,70}$/) });
      expect({ call, scope }).toEqual({
        call,
        scope: expect.stringMatching(new RegExp(`^(${[...SCOPES, 'none'].join('|')})$`)),
      });
      const refusals = Object.keys(responses).filter((status) => status.startsWith('4'));
      expect({ call, refusals }).toEqual({
        call,
        refusals: scope === 'none' ? [] : expect.arrayContaining(['401', '403']),
      });
    }
  });

  it.each([
    ['an id of nobody, and an empty body', randomUUID(), '{}'],
    ['no id, and no JSON', '%20', '{'],
  ])('knows how every call answers %s', async (_what, id, body) => {
    for (const { call, path, method, requestBody, responses } of await operations()) {
      const address = path.replaceAll(/\{\w+\}/g, id);
      const { status } = await api.call(method, address, requestBody && body);
      expect({ call, documented: Object.keys(responses) }).toEqual({
        call,
        documented: expect.arrayContaining([String(status)]),
      });
    }
  });

  it('explains the columns, limits and reasons of a list to whoever makes one', async () => {
    const filling = (await operations()).find(({ call }) => call === 'PUT /v1/waves/{id}/list');
    for (const name of [...COLUMNS, ...Object.keys(REFUSALS)])
      expect(filling?.description).toContain(`- \`${name}\`: `);
    expect(filling?.description).toContain('At most 2,000,000 rows, 64 KB a row');
    expect(Object.keys(filling?.requestBody?.content ?? {})).toEqual(['text/csv', 'application/x-ndjson']);
  });

  it('tells of every call what it takes and answers, and how it fails', async () => {
    const calls = (await operations()).map(({ call, responses, 'x-scope': scope }) => [
      call,
      `${Object.keys(responses)
        .filter((status) => !ANSWERED_BY_MANY.includes(status))
        .join(' ')}, ${scope}`,
    ]);
    expect(Object.fromEntries(calls)).toEqual({
      'POST /v1/programmes': '201 400 413 415 422, programmes:write',
      'GET /v1/programmes': '200 400, programmes:read',
      'GET /v1/programmes/{code}': '200 400 404, programmes:read',
      'POST /v1/programmes/{code}/versions/{version}/publish': '200 400 404 409, programmes:write',
      'POST /v1/participations': '200 201 400 409 413 415 422 503, participations:write',
      'GET /v1/participations': '200 400, participations:read',
      'GET /v1/participations/{id}': '200 404, participations:read',
      'GET /v1/participations/{id}/journal': '200 400 404, participations:read',
      'GET /v1/participations/{id}/appeals': '200 404, participations:read',
      'POST /v1/participations/{id}/appeal/decline': '200 400 404 409 413 415 422, participations:write',
      'POST /v1/participations/{id}/leave': '202 400 404 409 422, participations:write',
      'POST /v1/participations/{id}/reinstate': '202 400 404 409 413 415 422, participations:write',
      'POST /v1/participations/{id}/fast-forward': '202 400 404 409 413 415, participations:write',
      'POST /v1/events': '202 400 413 415 429, events:write',
      'GET /v1/events': '200 400, events:read',
      'GET /v1/grants': '200 400, grants:read',
      'POST /v1/grants/{id}/retry': '202 404 409, grants:write',
      'POST /v1/waves': '201 400 413 415 422, waves:write',
      'PUT /v1/waves/{id}/list': '200 400 404 408 409 413 415 503, waves:write',
      'POST /v1/waves/{id}/send': '202 404 409, waves:write',
      'POST /v1/waves/{id}/pause': '202 404 409, waves:write',
      'POST /v1/waves/{id}/resume': '202 404 409, waves:write',
      'POST /v1/waves/{id}/cancel': '202 404 409, waves:write',
      'GET /v1/send-rates': '200, waves:read',
      'PUT /v1/send-rates/{channel}': '200 400 404 413 415, waves:write',
      'GET /v1/waves': '200 400, waves:read',
      'GET /v1/waves/{id}': '200 404, waves:read',
      'GET /v1/waves/{id}/report': '200 400 404, waves:read',
      'POST /v1/opt-outs': '204 400 413 415, opt-outs:write',
      'POST /v1/customers/{customerId}/erase': '202 400, customers:erase',
      'POST /v1/customers/{customerId}/export': '200 400, customers:read',
      'GET /v1/erasures/{id}': '200 404, customers:read',
      'GET /health/live': '200, none',
      'GET /health/ready': '200 503, none',
      'GET /metrics': '200, none',
    });
  });

  it('is made of the schemas that validate', async () => {
    const { body } = await api.call<OpenApi>('GET', '/openapi.json');
    expect(body.components.schemas['Invitation']).toMatchObject({
      required: ['programme', 'customerId'],
      properties: { language: { enum: ['de', 'en'], default: 'de' } },
    });
    const bodyOf = (path: string, type: string) =>
      body.paths[path]?.['post']?.requestBody?.content[type]?.schema;
    expect(bodyOf('/v1/programmes', 'application/json')).toEqual({ $ref: refTo('ProgrammeDefinition') });
    expect(body.components.schemas['ProgrammeDefinition']).toMatchObject({
      required: expect.arrayContaining(['quietPeriod', 'appealWithin']),
    });
    const event = { $ref: refTo('Event') };
    expect(bodyOf('/v1/events', 'application/json')).toEqual({
      anyOf: [event, { type: 'array', items: event, maxItems: 1_000 }],
    });
  });

  it('has a schema for each type of event, with the data that it needs', async () => {
    const { schemas } = (await api.call<OpenApi>('GET', '/openapi.json')).body.components;
    const types = schemas['Event']?.oneOf?.map(({ $ref }) => schemas[$ref.replace(refTo(''), '')]) ?? [];
    expect(Object.fromEntries(types.map((type) => [type?.properties?.type.const, type?.required]))).toEqual(
      Object.fromEntries(
        Object.keys(EVENT_TYPES).map((type) => [
          type,
          [...ENVELOPE, ...(NEED_DATA.includes(type) ? ['data'] : [])],
        ]),
      ),
    );
  });
});

describe('an address', () => {
  it.each([
    ['GET', '/v1/nothing', 404, 'not-found', null],
    ['GET', '/', 404, 'not-found', null],
    ['DELETE', '/v1/events', 405, 'method-not-allowed', 'POST, GET, HEAD'],
    ['PUT', '/v1/participations/some-id?x=1', 405, 'method-not-allowed', 'GET, HEAD'],
    ['PATCH', '/health/live', 405, 'method-not-allowed', 'GET, HEAD'],
    ['GET', '/v1/%E0%A4%A', 400, 'malformed-request', null],
  ])('%s %s is refused by a problem: %d', async (method, path, status, code, allow) => {
    const answer = await api.call(method, path);
    expect(answer).toMatchObject({ status, body: { type: 'about:blank', status, code } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.headers.get('allow')).toBe(allow);
  });

  it('answers with the headers that keep browsers from harm', async () => {
    const { headers } = await api.call('GET', '/health/live');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).not.toContain('upgrade-insecure-requests');
  });
});
