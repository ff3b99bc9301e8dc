import { types } from 'node:util';
import type { Readable } from 'node:stream';
import { createTransport, type Transporter } from 'nodemailer';
import type { Carried, Carrier, Outgoing } from './carrier.js';

/** How a mail server is reached, and as whom. */
export interface SmtpSettings {
  /** `smtp://` or `smtps://`, with user and password where it demands them. */
  readonly url: string;
  /** A name with an address, as `Operator <hello@operator.example>`. */
  readonly from: string;
}

/** What nodemailer says of a failure. */
interface SmtpError {
  readonly code?: string;
  readonly command?: string;
  /** The operating system's word, where it is one. */
  readonly originalCode?: string;
  readonly responseCode?: number;
}

const MOST_CONNECTIONS = 20;
const REACHED_WITHIN_MS = 15_000;
/** A mail server may look through a message for minutes before it answers. */
const PATIENCE_MS = 200_000;

/** What is said of the recipient or of the message itself; before, it is said of us. */
const OF_THE_MESSAGE = new Set(['EENVELOPE', 'EMESSAGE']);

/** What is said of our credentials, or of our way to talk. */
const OURS: ReadonlySet<string> = new Set(['EAUTH', 'ENOAUTH', 'ETLS', 'EOAUTH2']);

/** Hands e-mails to an SMTP server over kept-open connections. SMTP knows no looking up: the Message-ID alone tells a repetition. */
export function smtpMail({ url, from }: SmtpSettings): Carrier & { close(): void } {
  const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'localhost';
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: MOST_CONNECTIONS,
    connectionTimeout: REACHED_WITHIN_MS,
    greetingTimeout: REACHED_WITHIN_MS,
    maxRequeues: 1, // for a connection that the server has closed meanwhile
  });
  const bodies = watchedBodies(transport);
  return {
    looksUp: false,
    patienceMs: PATIENCE_MS,
    async carry(message, { timeoutMs }) {
      const messageId = `<${message.id}@${domain}>`;
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        await transport.sendMail({ from, messageId, signal, ...mail(message) });
        return { state: 'sent', reference: messageId };
      } catch (error) {
        return failure(error, bodies.left(signal));
      }
    },
    // a mail server says when it took a message, not when somebody got it
    deliveryOf: () => Promise.resolve('unknown'),
    close: () => transport.close(),
  };
}

/**
 * Knows of which mails the body has begun to leave, which a mail server lets happen only after it has agreed to everything else: before
 * that nothing can have arrived, whatever broke. Mails are known by the signal that each is sent with.
 */
function watchedBodies(transport: Transporter) {
  const bodies = new WeakMap<AbortSignal, Readable[]>();
  transport.use('stream', ({ data, message }, done) => {
    const { signal } = data;
    const create = message.createReadStream.bind(message);
    message.createReadStream = (options) => {
      const body = create(options);
      if (signal) bodies.set(signal, [...(bodies.get(signal) ?? []), body]);
      return body;
    };
    done();
  });
  return { left: (signal: AbortSignal) => (bodies.get(signal) ?? []).some((body) => body.readableDidRead) };
}

function mail({ to, subject, text, html, unsubscribeUrl }: Outgoing) {
  const headers = unsubscribeUrl && {
    'List-Unsubscribe': `<${unsubscribeUrl}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
  return { to, subject, text, ...(html !== undefined && { html }), ...(headers && { headers }) };
}

/** Only codes are kept: the server's own words may name the address. */
function failure(error: unknown, bodyLeft: boolean): Carried {
  if (!types.isNativeError(error)) throw error;
  const { code = 'no code', command, originalCode = code, responseCode } = error as SmtpError;
  if (responseCode !== undefined) {
    const final = responseCode >= 500 && OF_THE_MESSAGE.has(code) && command !== 'MAIL FROM';
    if (final)
      return { state: 'refused', reason: `The mail server refused the message with ${responseCode}` };
    const reason = `The mail server answered ${responseCode}`;
    const pending = { state: 'pending', reason, mayHaveArrived: false } as const;
    return OURS.has(code) || command === 'MAIL FROM' ? { ...pending, alarm: 'configuration' } : pending;
  }
  const reason = `The mail server is out of reach (${originalCode})`;
  return { state: 'pending', reason, mayHaveArrived: bodyLeft, unanswered: true };
}
