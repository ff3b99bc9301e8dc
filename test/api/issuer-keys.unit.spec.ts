import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { pino } from 'pino';
import { TokenVerifier } from '../../src/auth/token-verifier.js';

const AUDIENCE = 'urn:quietline:api';
const START = Date.UTC(2026, 10, 1);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

let published: JWK[];
let asked: number;
let answer: number;
const server = createServer((_, response) => {
  asked += 1;
  response.writeHead(answer, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: published }));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
afterAll(() => void server.close());
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const old = await key('old');
const fresh = await key('fresh');
let verifier: TokenVerifier;

beforeEach(() => {
  jest.useFakeTimers({ now: START, doNotFake: ['setTimeout', 'setImmediate', 'nextTick', 'queueMicrotask'] });
  [published, asked, answer] = [[old.jwk], 0, 200];
  const expected = { authIssuer: url, authJwksUrl: url, authAudience: AUDIENCE };
  verifier = new TokenVerifier(expected, pino({ level: 'silent' }));
});
afterEach(() => void jest.useRealTimers());

async function key(kid: string): Promise<{ jwk: JWK; secret: CryptoKey }> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  return { jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256' }, secret: privateKey };
}

function token(by: { jwk: JWK; secret: CryptoKey }, client = 'operator'): Promise<string> {
  return new SignJWT({ iss: url, aud: AUDIENCE, client_id: client, exp: START / SECOND + 3_600 })
    .setProtectedHeader({ alg: 'ES256', kid: String(by.jwk.kid), typ: 'at+jwt' })
    .sign(by.secret);
}

describe('a key that the issuer has withdrawn', () => {
  it('is believed by no token, known or new, after 30 seconds', async () => {
    const known = await token(old);
    await verifier.verify(known);
    published = [fresh.jwk];
    jest.setSystemTime(START + 30 * SECOND);
    await expect(verifier.verify(known)).rejects.toMatchObject({ code: 'token-invalid' });
    await expect(verifier.verify(await token(old, 'another'))).rejects.toMatchObject({
      code: 'token-invalid',
    });
    await expect(verifier.verify(await token(fresh))).resolves.toMatchObject({ client: 'operator' });
  });

  it('is not believed for longer because a token was verified late', async () => {
    const late = await token(old);
    await verifier.verify(await token(old, 'another'));
    published = [fresh.jwk];
    jest.setSystemTime(START + 14 * SECOND);
    await verifier.verify(late);
    jest.setSystemTime(START + 30 * SECOND);
    await expect(verifier.verify(late)).rejects.toMatchObject({ code: 'token-invalid' });
  });

  it('is gone for all tokens as soon as a new key was asked for', async () => {
    const known = await token(old);
    await verifier.verify(known);
    published = [fresh.jwk];
    jest.setSystemTime(START + 6 * SECOND);
    await verifier.verify(await token(fresh));
    await expect(verifier.verify(known)).rejects.toMatchObject({ code: 'token-invalid' });
  });
});

describe('while the issuer is silent', () => {
  it('the last keys hold for ten minutes, and then nobody is believed', async () => {
    const known = await token(old);
    await verifier.verify(known);
    answer = 500;
    jest.setSystemTime(START + 9 * MINUTE);
    await expect(verifier.verify(known)).resolves.toMatchObject({ client: 'operator' });
    jest.setSystemTime(START + 10 * MINUTE);
    await expect(verifier.verify(await token(old, 'another'))).rejects.toMatchObject({
      code: 'issuer-unavailable',
    });
  });

  it('it is asked every five seconds and no more often, however many call', async () => {
    const known = await token(old);
    await verifier.verify(known);
    answer = 500;
    jest.setSystemTime(START + MINUTE);
    for (let i = 0; i < 20; i += 1) await verifier.verify(known);
    expect(asked).toBe(2);
  });

  it('a key that was withdrawn meanwhile is refused when it speaks again', async () => {
    const known = await token(old);
    await verifier.verify(known);
    answer = 500;
    jest.setSystemTime(START + MINUTE);
    await verifier.verify(known);
    [published, answer] = [[fresh.jwk], 200];
    jest.setSystemTime(START + 2 * MINUTE);
    await verifier.verify(known);
    await expect(rejected(known)).resolves.toMatchObject({ code: 'token-invalid' });
  });
});

/** The issuer is asked beside the calls then, so that one that comes in between may still pass. */
async function rejected(known: string): Promise<unknown> {
  for (;;) {
    const error = await verifier.verify(known).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error !== undefined) return error;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

it('calls do not wait for the keys while these are young enough', async () => {
  const known = await token(old);
  await verifier.verify(known);
  for (const seconds of [1, 5, 14]) {
    jest.setSystemTime(START + seconds * SECOND);
    await verifier.verify(known);
  }
  expect(asked).toBe(1);
});
