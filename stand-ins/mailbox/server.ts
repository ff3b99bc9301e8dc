import fastify from 'fastify';
import { Conduct } from './behaviour.js';
import { BASE_PATH } from './contract.js';
import { forReaders } from './for-readers.js';
import { openLetters } from './letters.js';
import { openPostOffice } from './post-office.js';
import { smsCentre } from './sms-centre.js';

/** An SMS centre and a mail server that listen, with one page that shows what arrived. */
export interface MailboxStandIn {
  /** The page, and where testers tell both servers how to behave. */
  readonly origin: string;
  /** What `SMS_URL` takes. */
  readonly smsUrl: string;
  /** What `SMTP_URL` takes. */
  readonly smtpUrl: string;
  close(): Promise<void>;
}

/** Plays the operator's SMS centre (TMF681 v4) and mail server (SMTP) on this machine's loopback address; port 0 takes a free one. */
export async function startMailboxStandIn(how: {
  dataDir: string;
  port: number;
  smtpPort: number;
}): Promise<MailboxStandIn> {
  const letters = await openLetters(how.dataDir);
  const conduct = new Conduct();
  const app = fastify({ logger: false, forceCloseConnections: true });
  smsCentre(app, letters, conduct);
  forReaders(app, letters, conduct);
  const postOffice = await openPostOffice(how.smtpPort, letters, conduct);
  const origin = await app.listen({ port: how.port, host: '127.0.0.1' });
  return {
    origin,
    smsUrl: `${origin}${BASE_PATH}`,
    smtpUrl: `smtp://127.0.0.1:${postOffice.port}`,
    async close() {
      await Promise.all([app.close(), postOffice.close()]);
      await letters.close();
    },
  };
}
