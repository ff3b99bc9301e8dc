import { createServer } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import { commandLineClient } from './clients.js';
import { replaceFile } from './keep.js';
import { signingKeys } from './keys.js';
import { createProvider } from './provider.js';

const Environment = z.object({
  PORT: z.coerce.number().int().min(1).max(65_535),
  DATA_DIR: z.string().min(1),
});

const environment = Environment.safeParse(process.env);
if (!environment.success) {
  process.stderr.write(`The identity stand-in needs:\n${z.prettifyError(environment.error)}\n`);
  process.exit(1);
}
const { PORT, DATA_DIR } = environment.data;
const issuer = `http://127.0.0.1:${PORT}`;
const { credentials, client } = commandLineClient(DATA_DIR, issuer);
const provider = createProvider(issuer, [client], signingKeys(DATA_DIR));
provider.on('server_error', (_context, error) => process.stderr.write(`${error.stack ?? error.message}\n`));

const handle = provider.callback();
const server = createServer((request, response) => void handle(request, response));
server.listen(PORT, '127.0.0.1', () => {
  replaceFile(join(DATA_DIR, 'credentials.json'), JSON.stringify(credentials));
  process.stdout.write(`identity stand-in listening on ${issuer}\n`);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });
