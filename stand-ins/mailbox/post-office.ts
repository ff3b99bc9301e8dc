import type { Socket } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { Conduct } from './behaviour.js';
import type { Letters } from './letters.js';

/** An SMTP server that listens. */
export interface PostOffice {
  readonly port: number;
  close(): Promise<void>;
}

const REPLIES = {
  fail: { code: 451, text: 'Told to fail: try again later' },
  refuse: { code: 550, text: 'There is no such mailbox here' },
} as const;

/** A real SMTP server on this machine's loopback address: without TLS and passwords, for one recipient at a time. Port 0 takes a free one. */
export async function openPostOffice(port: number, letters: Letters, conduct: Conduct): Promise<PostOffice> {
  const sockets = new Map<number, Socket>();
  const server = new SMTPServer({
    authOptional: true,
    closeTimeout: 500,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, { envelope, remotePort }, done) => {
      const to = envelope.rcptTo[0]?.address ?? '';
      const mode = conduct.towards({ channel: 'email', to });
      receive(stream)
        .then(async (raw) => {
          if (mode === 'fail' || mode === 'refuse') return done(refusal(mode));
          await letters.keep(letterOf(await PostalMime.parse(raw), to, mode === 'undeliverable'));
          if (mode === 'lose-answer') return void sockets.get(remotePort)?.destroy();
          done();
        })
        .catch((error: unknown) => done(error instanceof Error ? error : new Error('unreadable')));
    },
  });
  server.server.on('connection', (socket: Socket) => {
    const { remotePort = 0 } = socket;
    sockets.set(
      remotePort,
      socket.once('close', () => sockets.delete(remotePort)),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('SMTP listens on no port');
  return {
    port: address.port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function receive(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function letterOf({ from, subject, text, html, headers, messageId }: Email, to: string, lost: boolean) {
  return {
    channel: 'email' as const,
    from: from?.name ? `${from.name} <${from.address ?? ''}>` : (from?.address ?? ''),
    to,
    subject: subject ?? '',
    text: text ?? '',
    ...(html !== undefined && { html }),
    headers: Object.fromEntries(headers.map(({ key, value }) => [key, value])),
    ...(messageId !== undefined && { reference: messageId }),
    state: lost ? ('failed' as const) : ('completed' as const),
  };
}

function refusal(mode: keyof typeof REPLIES): Error {
  const { code, text } = REPLIES[mode];
  return Object.assign(new Error(text), { responseCode: code });
}
