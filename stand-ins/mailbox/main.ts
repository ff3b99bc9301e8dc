import { z } from 'zod';
import { startMailboxStandIn } from './server.js';

const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535),
  SMTP_PORT: z.coerce.number().int().min(0).max(65_535),
  DATA_DIR: z.string().min(1),
});

const environment = Environment.safeParse(process.env);
if (!environment.success) {
  process.stderr.write(`The mailbox stand-in needs:\n${z.prettifyError(environment.error)}\n`);
  process.exit(1);
}
const { PORT, SMTP_PORT, DATA_DIR } = environment.data;
const standIn = await startMailboxStandIn({ port: PORT, smtpPort: SMTP_PORT, dataDir: DATA_DIR });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void standIn.close());
process.stdout.write(`mailbox stand-in listening on ${standIn.origin} and ${standIn.smtpUrl}\n`);
