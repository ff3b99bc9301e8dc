import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { commandLineClient, type Website, websiteClient } from './clients.js';
import { interact, isInteraction } from './interaction.js';
import { keep, replaceFile } from './keep.js';
import { signingKeys } from './keys.js';
import { type Claims, createProvider } from './provider.js';

/** A running issuer. */
export interface IdentityStandIn {
  readonly issuer: string;
  /** Where it listens. */
  readonly origin: string;
  close(): Promise<void>;
}

/** How to run an issuer; keys and secrets are kept in `dataDir`, which must exist. */
export interface How {
  /** 0 takes any free one. */
  readonly port: number;
  readonly dataDir: string;
  /** Its name where something stands in front of it; by itself its own address. */
  readonly issuer?: string;
  /** The pages that customers sign in to, if there are any. */
  readonly website?: Website | undefined;
  /** What its ID tokens say of whoever has signed in, beside `sub`. */
  readonly claims?: Claims | undefined;
}

/** Starts the issuer on 127.0.0.1. */
export async function startIdentityStandIn(how: How): Promise<IdentityStandIn> {
  const server = createServer();
  server.listen(how.port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : how.port;
  const origin = `http://127.0.0.1:${port}`;
  const issuer = how.issuer ?? origin;
  server.on('request', requestHandler(issuer, how));
  return { issuer, origin, close: () => close(server) };
}

function requestHandler(issuer: string, { dataDir, website, claims }: How): RequestListener {
  const { credentials, client } = commandLineClient(dataDir, issuer);
  const provider = createProvider({
    issuer,
    clients: website ? [client, websiteClient(website)] : [client],
    jwks: signingKeys(dataDir),
    claims,
    cookieKey: keep(dataDir, 'cookies.secret', () => randomBytes(32).toString('base64url')),
  });
  const complain = (error: Error) => void process.stderr.write(`${error.stack ?? error.message}\n`);
  provider.on('server_error', (_context, error) => complain(error));
  const callback = provider.callback();
  replaceFile(join(dataDir, 'credentials.json'), JSON.stringify(credentials));
  return (request, response) => {
    if (!isInteraction(request)) return void callback(request, response);
    interact(provider, request, response).catch((error: Error) => {
      complain(error);
      response.destroy();
    });
  };
}

async function close(server: ReturnType<typeof createServer>): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
