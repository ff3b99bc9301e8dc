import { errors, type JWTPayload, jwtVerify } from 'jose';
import type { Logger } from 'pino';
import { Problem } from '../problems/problem.js';
import type { Caller } from './caller.js';
import { IssuerKeys, isKeyless } from './issuer-keys.js';
import { KnownTokens } from './known-tokens.js';

interface Expected {
  readonly authIssuer: string;
  readonly authJwksUrl: string;
  readonly authAudience: string;
}

/** Verifies access tokens (RFC 9068) against the issuer's keys. */
export class TokenVerifier {
  private readonly keys: IssuerKeys;
  private readonly known = new KnownTokens();

  constructor(
    private readonly expected: Expected,
    private readonly log: Logger,
  ) {
    this.keys = new IssuerKeys(expected.authJwksUrl, log, () => this.known.forget());
  }

  /** Throws Problem: 401 for a token that does not hold, 503 when the issuer's keys cannot be had, which is logged. */
  async verify(token: string): Promise<Caller> {
    await this.keys.refresh();
    const known = this.known.get(token);
    if (known) return known;
    try {
      const { payload } = await jwtVerify(token, this.keys.find, {
        issuer: this.expected.authIssuer,
        audience: this.expected.authAudience,
        typ: 'at+jwt',
        algorithms: ['ES256', 'RS256'],
        requiredClaims: ['exp'],
        clockTolerance: 5,
      });
      const caller = callerOf(payload);
      this.known.add(token, caller, payload.exp ?? 0);
      return caller;
    } catch (error) {
      if (!isKeyless(error)) throw error instanceof errors.JOSEError ? invalid() : error;
      this.log.warn({ err: error }, "the token issuer's keys cannot be read");
      throw keyless();
    }
  }
}

/** 401 as RFC 6750 wants it. */
export function unauthorized(detail: string, error?: string): Problem {
  const challenge = error === undefined ? 'Bearer' : `Bearer error="${error}"`;
  return new Problem(401, error === undefined ? 'token-missing' : 'token-invalid', detail, {
    headers: { 'www-authenticate': challenge },
  });
}

function callerOf(payload: JWTPayload): Caller {
  const client = payload['client_id'] ?? payload['azp'];
  if (typeof client !== 'string' || client === '') {
    throw unauthorized(
      'The token names no client (client_id): ask the issuer for an access token.',
      'invalid_token',
    );
  }
  const { scope } = payload;
  return { client, scopes: typeof scope === 'string' ? scope.split(' ') : [] };
}

function invalid(): Problem {
  return unauthorized('The token is not valid here: get a new one for this audience.', 'invalid_token');
}

function keyless(): Problem {
  return new Problem(503, 'issuer-unavailable', "The token issuer's keys cannot be read: try again later.", {
    headers: { 'retry-after': '5' },
  });
}
