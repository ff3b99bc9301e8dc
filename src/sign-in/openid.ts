import * as client from 'openid-client';
import type { Logger } from 'pino';
import type { Milliseconds } from '../domain/terms.js';
import type { Language } from '../domain/wording.js';
import { readCustomerClaim } from '../reading/customer-claim.js';
import type { Pending } from './session.js';
import { SignInError } from './sign-in-error.js';

/** The issuer, and who the pages are there. */
export interface OpenIdSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly customerClaim: string;
}

const ANSWERS_WITHIN_SECONDS = 10;
/** An issuer that did not answer is not asked again for every page. */
const ASK_AGAIN_AFTER: Milliseconds = 10_000;

/** OpenID Connect: code flow with PKCE, state and nonce. */
export class OpenId {
  private known: Promise<client.Configuration> | undefined;
  private askedAt = -Infinity;
  private targets: readonly string[];
  private readonly answerUrl: string;
  private readonly leftUrl: string;

  constructor(
    private readonly settings: OpenIdSettings,
    private readonly publicUrl: string,
    private readonly log: Logger,
  ) {
    this.targets = originsOf([settings.issuer]);
    this.answerUrl = `${publicUrl}/sign-in/answer`;
    this.leftUrl = `${publicUrl}/signed-out`;
  }

  /** Where to send the browser, and what the answer must fit to. Throws SignInError. */
  async begin(to: string): Promise<{ readonly url: string; readonly pending: Pending }> {
    const issuer = await this.configuration();
    const pending: Pending = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
      to,
    };
    const url = client.buildAuthorizationUrl(issuer, {
      redirect_uri: this.answerUrl,
      scope: 'openid',
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, pending };
  }

  /** The customerId of whoever signed in, by the issuer's answer: `url` is its path and query. Throws SignInError. */
  async finish(url: string, { state, nonce, verifier }: Pending): Promise<string> {
    const issuer = await this.configuration();
    const answer = new URL(`${this.publicUrl}${url}`);
    const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce };
    const tokens = await client
      .authorizationCodeGrant(issuer, answer, { ...checks, idTokenExpected: true })
      .catch((error: unknown) => {
        throw SignInError.from(error);
      });
    const read = readCustomerClaim(tokens.id_token ?? '', this.settings.customerClaim);
    if ('unreadable' in read) throw new SignInError('no-customer', { code: read.unreadable });
    return read.customerId;
  }

  /**
   * Where the browser signs out at the issuer too, which knows it by its own cookie: an ID token would carry the customerId into the
   * address. Our own page where the issuer does not offer that or does not answer. Either way the language comes back to it as `state`.
   */
  async leave(language: Language): Promise<string> {
    const issuer = await this.configuration().catch(() => undefined);
    if (!issuer?.serverMetadata().end_session_endpoint) return `${this.leftUrl}?state=${language}`;
    const parameters = { post_logout_redirect_uri: this.leftUrl, state: language, ui_locales: language };
    return client.buildEndSessionUrl(issuer, parameters).href;
  }

  /**
   * The origins that a form may lead on to: the issuer's, and those of the pages on which it lets customers sign in and out, as soon as it has
   * named them. Where it has not, it is asked meanwhile.
   */
  formTargets(): readonly string[] {
    if (!this.known && Date.now() - this.askedAt >= ASK_AGAIN_AFTER) {
      this.askedAt = Date.now();
      this.configuration().catch((err: unknown) =>
        this.log.warn({ err }, 'the issuer has not named its pages'),
      );
    }
    return this.targets;
  }

  /** Asked for once; an issuer that did not answer is asked again the next time. */
  private configuration(): Promise<client.Configuration> {
    this.known ??= this.discover().catch((error: unknown) => {
      this.known = undefined;
      throw new SignInError('issuer-unavailable', error);
    });
    return this.known;
  }

  private async discover(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    // An issuer on plain http is one on this machine or in tests; its keys are checked in any case.
    const insecure = issuer.startsWith('http:') ? [client.allowInsecureRequests] : [];
    const secret = client.ClientSecretBasic(clientSecret);
    const found = await client.discovery(new URL(issuer), clientId, undefined, secret, {
      execute: [client.enableNonRepudiationChecks, ...insecure],
      timeout: ANSWERS_WITHIN_SECONDS,
    });
    const { authorization_endpoint: signIn, end_session_endpoint: signOut } = found.serverMetadata();
    this.targets = originsOf([issuer, signIn, signOut]);
    return found;
  }
}

/** Each once; what is no web address has none. */
function originsOf(urls: readonly (string | undefined)[]): readonly string[] {
  const origins = urls.flatMap((url) =>
    url !== undefined && URL.canParse(url) ? [new URL(url).origin] : [],
  );
  return [...new Set(origins)].filter((origin) => origin !== 'null');
}
