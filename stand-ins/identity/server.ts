import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { commandLineClient } from './clients.js';
import { replaceFile } from './keep.js';
import { signingKeys } from './keys.js';
import { createProvider } from './provider.js';

/** A running issuer. */
export interface IdentityStandIn {
  readonly issuer: string;
  close(): Promise<void>;
}

/** Starts the issuer on 127.0.0.1; port 0 takes any free one. Keys and secrets are kept in `dataDir`, which must exist. */
export async function startIdentityStandIn(how: { port: number; dataDir: string }): Promise<IdentityStandIn> {
  const server = createServer();
  server.listen(how.port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : how.port;
  const issuer = `http://127.0.0.1:${port}`;
  server.on('request', requestHandler(issuer, how.dataDir));
  return { issuer, close: () => close(server) };
}

function requestHandler(issuer: string, dataDir: string): RequestListener {
  const { credentials, client } = commandLineClient(dataDir, issuer);
  const provider = createProvider(issuer, [client], signingKeys(dataDir));
  provider.on('server_error', (_context, error) => process.stderr.write(`${error.stack ?? error.message}\n`));
  const callback = provider.callback();
  replaceFile(join(dataDir, 'credentials.json'), JSON.stringify(credentials));
  return (request, response) => void callback(request, response);
}

async function close(server: ReturnType<typeof createServer>): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
