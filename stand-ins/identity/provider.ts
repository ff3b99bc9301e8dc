import {
  type ClientMetadata,
  type Configuration,
  type JWKS,
  type KoaContextWithOIDC,
  Provider,
} from 'oidc-provider';
import { scopes } from './clients.js';
import { page, signedOut, signOut } from './page.js';

/** The audience of every access token: the API of Quietline. */
export const audience = 'urn:quietline:api';

const ONE_DAY = 86_400;

/** Further claims by the account that has signed in. */
export type Claims = (account: string) => Readonly<Record<string, string | number>>;

/** What an issuer is made of; `cookieKey` signs its cookies. */
export interface Issuing {
  readonly issuer: string;
  readonly clients: ClientMetadata[];
  readonly jwks: JWKS;
  readonly cookieKey: string;
  readonly claims?: Claims | undefined;
}

/**
 * A real OpenID provider. Machines sign in with client credentials and get JWT access tokens (RFC 9068) for the API; customers sign in
 * on a page of its own, whoever they say they are.
 */
export function createProvider(how: Issuing): Provider {
  return new Provider(how.issuer, configuration(how));
}

const NO_CLAIMS: Claims = () => ({});

function configuration({ issuer, clients, jwks, cookieKey, claims = NO_CLAIMS }: Issuing): Configuration {
  return {
    clients,
    jwks,
    scopes: ['openid', ...scopes],
    claims: { openid: ['sub', ...Object.keys(claims(''))] },
    responseTypes: ['code'],
    pkce: { required: () => true },
    ttl: {
      ClientCredentials: ONE_DAY,
      AccessToken: 3_600,
      Session: ONE_DAY,
      Grant: ONE_DAY,
      Interaction: 3_600,
      IdToken: 3_600,
    },
    cookies: { keys: [cookieKey], names: cookieNames(issuer) },
    interactions: { url: (_, { uid }) => `/sign-in/${uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ ...claims(id), sub: id }) }),
    loadExistingGrant: grantedAlready,
    renderError: (context, { error }) => {
      context.type = 'html';
      context.body = page(
        'This does not work',
        `<p>The request was refused: ${error.replace(/\W/g, ' ')}.</p>`,
      );
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => {
          context.body = signOut(form);
        },
        postLogoutSuccessSource: (context) => {
          context.body = signedOut();
        },
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: (context) => (isMachine(context) ? audience : []),
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          audience,
          scope: scopes.join(' '),
          accessTokenFormat: 'jwt',
          accessTokenTTL: ONE_DAY,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
  };
}

/** Cookies ignore ports: two issuers on one machine would take each other's away. */
function cookieNames(issuer: string) {
  const { port } = new URL(issuer);
  return {
    session: `issuer-${port}`,
    interaction: `issuer-${port}-asking`,
    resume: `issuer-${port}-resuming`,
  };
}

function isMachine({ oidc }: KoaContextWithOIDC): boolean {
  return oidc.client?.grantTypes?.includes('client_credentials') ?? false;
}

/** The operator's own pages need nobody's consent to know who signed in. */
async function grantedAlready({ oidc }: KoaContextWithOIDC) {
  const { client, session, provider } = oidc;
  if (!client || !session?.accountId) return undefined;
  const before = session.grantIdFor(client.clientId);
  const known = before === undefined ? undefined : await provider.Grant.find(before);
  if (known) return known;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid');
  await grant.save();
  return grant;
}
