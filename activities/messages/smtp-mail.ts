import { types } from 'node:util';
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
  /** The operating system's word, where it is one. */
  readonly originalCode?: string;
  readonly responseCode?: number;
}

/** Nobody was reached. A connection that breaks later is said to break while connecting, whenever it does. */
const NOT_REACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Hands e-mails to an SMTP server over kept-open connections. SMTP knows no looking up: the Message-ID alone tells a repetition. */
export function smtpMail({ url, from }: SmtpSettings): Carrier & { close(): void } {
  const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'localhost';
  const transports = new Map<number, Transporter>();
  const transport = (timeoutMs: number): Transporter => {
    const known = transports.get(timeoutMs);
    if (known) return known;
    const timeouts = { connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs };
    const made = createTransport({ url, pool: true, ...timeouts });
    transports.set(timeoutMs, made);
    return made;
  };
  return {
    looksUp: false,
    async carry(message, { timeoutMs }) {
      const messageId = `<${message.id}@${domain}>`;
      try {
        await transport(timeoutMs).sendMail({ from, messageId, ...mail(message) });
        return { state: 'sent', reference: messageId };
      } catch (error) {
        return failure(error);
      }
    },
    // a mail server says when it took a message, not when somebody got it
    deliveryOf: () => Promise.resolve(undefined),
    close: () => {
      for (const each of transports.values()) each.close();
    },
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
  const { code = 'no code', originalCode = code, responseCode } = error as SmtpError;
  if (responseCode !== undefined && responseCode >= 500 && responseCode !== 530 && responseCode !== 535)
    return { state: 'refused', reason: `The mail server refused the message with ${responseCode}` };
  if (responseCode !== undefined)
    return { state: 'pending', reason: `The mail server answered ${responseCode}`, mayHaveArrived: false };
  const mayHaveArrived = !NOT_REACHED.has(originalCode);
  return { state: 'pending', reason: `The mail server is out of reach (${originalCode})`, mayHaveArrived };
}
