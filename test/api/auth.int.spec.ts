import { describe, expect, it } from '@jest/globals';
import { type Scope, SCOPES } from '../../src/auth/scopes.js';
import { TestApi } from './api.js';

const api = await TestApi.start();
const lonely = await TestApi.start({ AUTH_JWKS_URL: 'http://127.0.0.1:1/jwks' });

const ID = '00000000-0000-4000-8000-000000000000';

const CALLS: readonly (readonly [method: string, path: string, scope: Scope])[] = [
  ['POST', '/v1/programmes', 'programmes:write'],
  ['GET', '/v1/programmes', 'programmes:read'],
  ['GET', '/v1/programmes/any', 'programmes:read'],
  ['POST', '/v1/programmes/any/versions/1/publish', 'programmes:write'],
  ['POST', '/v1/participations', 'participations:write'],
  ['GET', '/v1/participations', 'participations:read'],
  ['GET', `/v1/participations/${ID}`, 'participations:read'],
  ['GET', `/v1/participations/${ID}/journal`, 'participations:read'],
  ['POST', `/v1/participations/${ID}/leave`, 'participations:write'],
  ['POST', `/v1/participations/${ID}/reinstate`, 'participations:write'],
  ['POST', `/v1/participations/${ID}/appeal/decline`, 'participations:write'],
  ['POST', `/v1/participations/${ID}/fast-forward`, 'participations:write'],
  ['POST', '/v1/events', 'events:write'],
  ['GET', '/v1/events', 'events:read'],
  ['GET', '/v1/grants', 'grants:read'],
  ['POST', `/v1/grants/${ID}/retry`, 'grants:write'],
  ['POST', '/v1/opt-outs', 'opt-outs:write'],
  ['POST', '/v1/waves', 'waves:write'],
  ['GET', `/v1/waves/${ID}`, 'waves:read'],
  ['GET', `/v1/waves/${ID}/report`, 'waves:read'],
];

describe.each(CALLS)('%s %s', (method, path, scope) => {
  const body = method === 'POST' ? {} : undefined;

  it('answers nobody without a token', async () => {
    const { status, body: problem, headers } = await api.call(method, path, body, { authorization: '' });
    expect(status).toBe(401);
    expect(problem.code).toBe('token-missing');
    expect(headers.get('www-authenticate')).toBe('Bearer');
  });

  it('does nothing for a token with every scope but its own', async () => {
    const others = SCOPES.filter((each) => each !== scope);
    const { status, body: problem, headers } = await api.call(method, path, body, await bearing(others));
    expect(status).toBe(403);
    expect(problem.code).toBe('scope-missing');
    expect(headers.get('www-authenticate')).toBe(`Bearer error="insufficient_scope", scope="${scope}"`);
  });

  it('needs no other scope than its own', async () => {
    const { status } = await api.call(method, path, body, await bearing([scope]));
    expect([401, 403]).not.toContain(status);
  });
});

async function bearing(scopes: readonly string[]) {
  return { authorization: `Bearer ${await api.issuer.token('operator', scopes)}` };
}

describe('a token does not hold', () => {
  const minuteAgo = Math.floor(Date.now() / 1_000) - 60;
  const { issuer } = api;

  it.each<[string, () => Promise<string>]>([
    ['when it has expired', () => issuer.token('operator', SCOPES, { claims: { exp: minuteAgo } })],
    [
      'when it is for another audience',
      () => issuer.token('operator', SCOPES, { claims: { aud: 'urn:other' } }),
    ],
    [
      'when another issuer made it',
      () => issuer.token('operator', SCOPES, { claims: { iss: 'http://other' } }),
    ],
    ['when another key signed it', () => issuer.forged('operator')],
    ['when it is an id token', () => issuer.token('operator', SCOPES, { typ: 'JWT' })],
    ['when it names no client', () => issuer.token('', SCOPES)],
    ['when it is not signed at all', async () => unsigned(await issuer.token('operator'))],
    ['when it is no JWT', () => Promise.resolve('opaque')],
  ])('%s', async (_, make) => {
    const headers = { authorization: `Bearer ${await make()}` };
    const answer = await api.call('GET', '/v1/grants', undefined, headers);
    expect(answer.status).toBe(401);
    expect(answer.body.code).toBe('token-invalid');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
  });

  it('when it comes by another scheme', async () => {
    const { status } = await api.call('GET', '/v1/grants', undefined, {
      authorization: 'Basic b3A6c2VjcmV0',
    });
    expect(status).toBe(401);
  });
});

function unsigned(token: string): string {
  const header = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url');
  return `${header}.${token.split('.')[1] ?? ''}.`;
}

it.each(['/health/live', '/health/ready', '/metrics', '/openapi.json'])('%s needs no token', async (path) => {
  expect((await api.call('GET', path, undefined, { authorization: '' })).status).toBe(200);
});

it('a good token is not called bad while the issuer cannot be asked', async () => {
  const { status, body, headers } = await lonely.call('GET', '/v1/grants');
  expect(status).toBe(503);
  expect(body.code).toBe('issuer-unavailable');
  expect(headers.get('retry-after')).toBe('5');
  const warned = lonely.logged.filter((line) => line.includes("the token issuer's keys cannot be read"));
  expect(warned.join()).toContain('"cause"');
  expect(warned.join()).not.toContain('eyJ');
});
