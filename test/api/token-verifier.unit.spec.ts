import { expect, it } from '@jest/globals';
import { pino } from 'pino';
import { TokenVerifier } from '../../src/auth/token-verifier.js';

it('a mistake of ours is not taken for an issuer that is away, so that somebody hears of it', async () => {
  const expected = {
    authIssuer: 'http://issuer.example',
    authJwksUrl: 'http://issuer.example/jwks',
    get authAudience(): string {
      throw new RangeError('ours');
    },
  };
  await expect(new TokenVerifier(expected, pino({ level: 'silent' })).verify('token')).rejects.toThrow(
    'ours',
  );
});
