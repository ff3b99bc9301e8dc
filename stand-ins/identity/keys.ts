import { generateKeyPairSync } from 'node:crypto';
import type { JWKS } from 'oidc-provider';
import { z } from 'zod';
import { keep } from './keep.js';

const Keys = z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string() })) });

/** The issuer's signing keys, made once, so that tokens outlive a restart: ES256 for access tokens, RS256 for ID tokens. */
export function signingKeys(folder: string): JWKS {
  return Keys.parse(JSON.parse(keep(folder, 'keys.json', () => JSON.stringify(makeKeys()))));
}

function makeKeys(): JWKS {
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  return {
    keys: [
      { ...elliptic, kid: 'access-tokens', alg: 'ES256', use: 'sig' },
      { ...rsa, kid: 'id-tokens', alg: 'RS256', use: 'sig' },
    ],
  };
}
