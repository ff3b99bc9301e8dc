import { randomBytes } from 'node:crypto';
import type { ClientMetadata } from 'oidc-provider';
import { keep } from './keep.js';

/** What a machine may be allowed to do: design, section 4. */
export const scopes = [
  'programmes:write',
  'programmes:read',
  'participations:write',
  'participations:read',
  'events:write',
  'events:read',
  'grants:read',
  'grants:write',
  'opt-outs:write',
  'waves:write',
  'waves:read',
  'customers:erase',
  'customers:read',
];

/** What `token.mjs` reads to ask for a token. */
export interface Credentials {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The machine that a developer is; its secret is made up once per install. */
export function commandLineClient(
  folder: string,
  issuer: string,
): { credentials: Credentials; client: ClientMetadata } {
  const secret = keep(folder, 'quietline-cli.secret', () => randomBytes(32).toString('base64url'));
  const clientId = 'quietline-cli';
  return { credentials: { issuer, clientId, clientSecret: secret }, client: machine(clientId, secret) };
}

function machine(id: string, secret: string): ClientMetadata {
  return {
    client_id: id,
    client_secret: secret,
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
    scope: scopes.join(' '),
  };
}

/** The pages that customers sign in to: who they are at the issuer, and below which address they lie. */
export interface Website {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly url: string;
}

/** Customers may come back to these two addresses of the website and to no other. */
export function websiteClient({ clientId, clientSecret, url }: Website): ClientMetadata {
  return {
    client_id: clientId,
    client_secret: clientSecret,
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['authorization_code'],
    response_types: ['code'],
    redirect_uris: [`${url}/sign-in/answer`],
    post_logout_redirect_uris: [`${url}/signed-out`],
    scope: 'openid',
  };
}
