import { types } from 'node:util';
import { createTransport } from 'nodemailer';
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

/** As many as are sent side by side, so that none waits for another. */
const MOST_CONNECTIONS = 20;
const REACHED_WITHIN_MS = 15_000;
/** A mail server may look through a message for minutes before it answers. */
const PATIENCE_MS = 200_000;

/** What is said of the recipient or of the message itself; before, it is said of us. */
const OF_THE_MESSAGE = new Set(['EENVELOPE', 'EMESSAGE']);

/** What is said of our credentials, or of our way to talk. */
const OURS: ReadonlySet<string> = new Set(['EAUTH', 'ENOAUTH', 'ETLS', 'EOAUTH2']);

/** Nobody was reached. A connection that breaks later is said to break while connecting, whenever it does. */
const NOT_REACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Hands e-mails to an SMTP server over kept-open connections. SMTP knows no looking up: the Message-ID alone tells a repetition. */
export function smtpMail({ url, from }: SmtpSettings): Carrier & { close(): void } {
  const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'localhost';
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: MOST_CONNECTIONS,
    connectionTimeout: REACHED_WITHIN_MS,
    greetingTimeout: REACHED_WITHIN_MS,
  });
  return {
    looksUp: false,
    patienceMs: PATIENCE_MS,
    async carry(message, { timeoutMs }) {
      const messageId = `<${message.id}@${domain}>`;
      try {
        await transport.sendMail({
          from,
          messageId,
          signal: AbortSignal.timeout(timeoutMs),
          ...mail(message),
        });
        return { state: 'sent', reference: messageId };
      } catch (error) {
        return failure(error);
      }
    },
    // a mail server says when it took a message, not when somebody got it
    deliveryOf: () => Promise.resolve(undefined),
    close: () => transport.close(),
  };
}

function mail({ to, subject, text, html, unsubscribeUrl }: Outgoing) {
  const headers = unsubscribeUrl && {
    'List-Unsubscribe': `<${unsubscribeUrl}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
  return { to, subject, text, ...(html !== undefined && { html }), ...(headers && { headers }) };
}

/** Only codes are kept: the server's own words may name the address. */
function failure(error: unknown): Carried {
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
  const mayHaveArrived = !NOT_REACHED.has(originalCode);
  return { state: 'pending', reason: `The mail server is out of reach (${originalCode})`, mayHaveArrived };
}
