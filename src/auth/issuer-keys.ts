import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type ExportedJWKSCache,
  type FetchImplementation,
  jwksCache,
  type JWKSCacheInput,
  type JWTVerifyGetKey,
  type RemoteJWKSet,
} from 'jose';
import type { Logger } from 'pino';

/** No key that the issuer has withdrawn is believed longer than this, as long as the issuer answers. */
const BELIEVED_FOR_MS = 30_000;
/** From then on they are asked for beside the calls, so that calls seldom wait for them. */
const ASKED_AGAIN_AFTER_MS = 15_000;
/** So long do the last keys hold while the issuer is silent: an outage of the issuer's need not be one of ours at once. */
const HOLD_FOR_MS = 10 * 60_000;
/** Nobody asks the issuer more often than this. */
const NOT_BEFORE_MS = 5_000;
const ANSWERS_WITHIN_MS = 2_000;

/** The keys by which tokens are verified, as the issuer publishes them now. */
export class IssuerKeys {
  /** The library keeps here what it has read, and when (`uat`). */
  private readonly cache: Partial<ExportedJWKSCache> = {};
  private readonly remote: RemoteJWKSet;
  private seen: ExportedJWKSCache['jwks'] | undefined;
  private known = '';
  private triedAt = 0;
  private silent = false;

  /** `changed` is called when keys have come or gone. */
  constructor(
    url: string,
    private readonly log: Logger,
    private readonly changed: () => void,
  ) {
    this.remote = createRemoteJWKSet(new URL(url), {
      cacheMaxAge: HOLD_FOR_MS,
      cooldownDuration: NOT_BEFORE_MS,
      timeoutDuration: ANSWERS_WITHIN_MS,
      [jwksCache]: this.cache as JWKSCacheInput,
      [customFetch]: fetchKeys,
    });
  }

  /**
   * Finds the key of a token. Rejects with an error that `isKeyless` when there are none: never read, or the issuer has been
   * silent for ten minutes.
   */
  readonly find: JWTVerifyGetKey = (header, token) => this.remote(header, token);

  /** Resolves once the keys are no older than 30 seconds, or at once while the issuer is silent. Never rejects. */
  async refresh(): Promise<void> {
    const age = Date.now() - (this.cache.uat ?? 0);
    if (age >= ASKED_AGAIN_AFTER_MS) {
      const asked = this.ask();
      if (age >= BELIEVED_FOR_MS && !this.silent) await asked;
    }
    this.compare();
  }

  /** A moment after the last asking it is the same asking, or none. */
  private async ask(): Promise<void> {
    const soon = Date.now() - this.triedAt < NOT_BEFORE_MS;
    if (soon && !this.remote.reloading) return;
    if (!soon) this.triedAt = Date.now();
    try {
      await this.remote.reload();
      this.silent = false;
    } catch (err) {
      if (!this.silent) this.log.warn({ err }, "the token issuer's keys cannot be read; the last ones hold");
      this.silent = true;
    }
  }

  /** The library asks by itself, too, for a token whose key it does not know. */
  private compare(): void {
    if (this.cache.jwks === this.seen) return;
    this.seen = this.cache.jwks;
    const keys = JSON.stringify(this.seen);
    if (keys === this.known) return;
    this.known = keys;
    this.changed();
  }
}

/** The issuer does not answer; `cause` says why. */
class IssuerSilentError extends Error {
  override readonly name = 'IssuerSilentError';
}

const fetchKeys: FetchImplementation = (url, options) =>
  fetch(url, options).catch((cause: unknown) => {
    throw new IssuerSilentError('the token issuer does not answer', { cause });
  });

/** Whether there are no keys to verify by; the library has no own code for an answer that is not 200 or not JSON. */
export function isKeyless(error: unknown): boolean {
  if (error instanceof IssuerSilentError || error instanceof errors.JWKSInvalid) return true;
  return error instanceof errors.JOSEError && error.code === 'ERR_JOSE_GENERIC';
}
