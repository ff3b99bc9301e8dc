import { type ClientMetadata, type Configuration, type JWKS, Provider } from 'oidc-provider';
import { scopes } from './clients.js';

/** The audience of every access token: the API of Quietline. */
export const audience = 'urn:quietline:api';

const ONE_DAY = 86_400;

/** A real OpenID provider. Machines sign in with client credentials and get JWT access tokens (RFC 9068) for the API. */
export function createProvider(issuer: string, clients: ClientMetadata[], jwks: JWKS): Provider {
  return new Provider(issuer, configuration(clients, jwks));
}

function configuration(clients: ClientMetadata[], jwks: JWKS): Configuration {
  return {
    clients,
    jwks,
    scopes: ['openid', ...scopes],
    responseTypes: ['code'],
    pkce: { required: () => true },
    ttl: { ClientCredentials: ONE_DAY },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
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
