import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from '@jest/globals';
import { exportJWK, type CryptoKey, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { SCOPES } from '../../src/auth/scopes.js';

/** A token issuer of the calling test file alone. */
export interface Issuer {
  readonly url: string;
  /** Signs a token of this client with these scopes; `claims` and `typ` may spoil it. */
  token(
    client: string,
    scopes?: readonly string[],
    spoilt?: { claims?: JWTPayload; typ?: string },
  ): Promise<string>;
  /** A token that looks right but is signed with a key that the issuer does not know. */
  forged(client: string): Promise<string>;
}

export const AUDIENCE = 'urn:quietline:api';

/** Serves the public key at /jwks until the file's last test has run. */
export async function startIssuer(): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const stranger = await generateKeyPair('ES256');
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' }] });
  const server = createServer((_, response) =>
    response.setHeader('content-type', 'application/json').end(jwks),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterAll(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sign = (
    key: CryptoKey,
    client: string,
    scopes: readonly string[],
    claims: JWTPayload = {},
    typ = 'at+jwt',
  ) =>
    new SignJWT({ iss: url, aud: AUDIENCE, client_id: client, scope: scopes.join(' '), ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'one', typ })
      .setIssuedAt()
      .setExpirationTime(typeof claims.exp === 'number' ? claims.exp : '5m')
      .sign(key);
  return {
    url,
    token: (client, scopes = SCOPES, { claims, typ } = {}) => sign(privateKey, client, scopes, claims, typ),
    forged: (client) => sign(stranger.privateKey, client, SCOPES),
  };
}
