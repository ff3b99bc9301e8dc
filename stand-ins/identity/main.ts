import { z } from 'zod';
import { startIdentityStandIn } from './server.js';

const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535),
  DATA_DIR: z.string().min(1),
  PUBLIC_URL: z.url(),
  AUTH_CLIENT_ID: z.string().min(1),
  AUTH_CLIENT_SECRET: z.string().min(1),
});

const environment = Environment.safeParse(process.env);
if (!environment.success) {
  process.stderr.write(`The identity stand-in needs:\n${z.prettifyError(environment.error)}\n`);
  process.exit(1);
}
const { PORT, DATA_DIR, PUBLIC_URL, AUTH_CLIENT_ID, AUTH_CLIENT_SECRET } = environment.data;
const website = {
  clientId: AUTH_CLIENT_ID,
  clientSecret: AUTH_CLIENT_SECRET,
  url: PUBLIC_URL.replace(/\/+$/, ''),
};
const standIn = await startIdentityStandIn({ port: PORT, dataDir: DATA_DIR, website });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void standIn.close());
process.stdout.write(`identity stand-in listening on ${standIn.issuer}\n`);
