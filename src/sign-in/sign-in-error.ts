import { types } from 'node:util';

/**
 * Why a sign-in came to nothing: the customer cancelled; nobody here waits for this answer; the answer does not hold; it names no customer;
 * the issuer could not be asked.
 */
export type SignInFailure =
  'cancelled' | 'unknown-answer' | 'invalid-answer' | 'no-customer' | 'issuer-unavailable';

/** A sign-in that came to nothing; `cause` is never shown. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
  constructor(
    readonly failure: SignInFailure,
    cause?: unknown,
  ) {
    super(`signing in failed: ${failure}`, { cause });
  }

  /** What an error of the OpenID library means. */
  static from(error: unknown): SignInError {
    return new SignInError(failureOf(error), error);
  }

  /** The library's or the issuer's own code, which holds nothing of a customer's. */
  get code(): string | undefined {
    return textIn(this.cause, 'error') ?? textIn(this.cause, 'code');
  }
}

/** An issuer that answers, but nothing that can be used; also when it does not know us. */
const UNAVAILABLE = new Set([
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'server_error',
  'temporarily_unavailable',
  'invalid_client',
  'unauthorized_client',
]);

function failureOf(error: unknown): SignInFailure {
  const causes = [error, types.isNativeError(error) ? error.cause : undefined];
  if (causes.some((each) => textIn(each, 'message') === 'fetch failed')) return 'issuer-unavailable';
  const said = [textIn(error, 'error'), textIn(error, 'code')];
  if (said.includes('access_denied')) return 'cancelled';
  return said.some((each) => each !== undefined && UNAVAILABLE.has(each))
    ? 'issuer-unavailable'
    : 'invalid-answer';
}

function textIn(error: unknown, name: string): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : undefined;
}
