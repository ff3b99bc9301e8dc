import { domainToASCII, domainToUnicode } from 'node:url';
import { z } from 'zod';
import { trimmed, withoutUnseen } from './unseen.js';

/** RFC 5322, 3.2.3: words of these signs with points between. Quoted names and names beyond ASCII reach too few mail servers. */
const NAME = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
/** Joiners are part of a domain in some scripts (RFC 5892). */
const UNSEEN_BUT_JOINERS = /(?![\u200C\u200D])[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;
const DOMAIN = /^(?:[\p{L}\p{M}\p{N}.\u3002\uFF0E\uFF61-]|\u200C|\u200D)+$/u;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** The limits of RFC 5321, 4.5.3.1, in octets. */
const LONGEST_NAME = 64;
const LONGEST = 254;

/**
 * Reads one e-mail address: its name as it was written, its domain in small ASCII letters (IDNA, UTS 46), so that all spellings of a domain
 * are one. Undefined for what is no address, or more than one.
 */
export function readEmail(written: string): string | undefined {
  const text = trimmed(written);
  const at = text.lastIndexOf('@');
  const name = withoutUnseen(text.slice(0, Math.max(at, 0)));
  const domain = asciiOf(text.slice(at + 1));
  if (!NAME.test(name) || name.length > LONGEST_NAME || domain === undefined) return undefined;
  const address = `${name}@${domain}`;
  return address.length > LONGEST ? undefined : address;
}

/** The domain of an address that was read, as people read it. */
export function shownDomain(address: string): string {
  return domainToUnicode(address.slice(address.lastIndexOf('@') + 1));
}

/** An e-mail address in any spelling that can be read, kept in one. */
export const emailSchema = z
  .string()
  .transform((written, context) => {
    const address = readEmail(written);
    if (address !== undefined) return address;
    context.addIssue({
      code: 'custom',
      message: 'One e-mail address, such as somebody@example.org, and nothing else.',
      params: { code: 'invalid-format' },
    });
    return z.NEVER;
  })
  .meta({ description: `An e-mail address of at most ${LONGEST} characters; its domain is kept in ASCII.` });

function asciiOf(written: string): string | undefined {
  const domain = written.replace(UNSEEN_BUT_JOINERS, '');
  if (!DOMAIN.test(domain)) return undefined;
  const labels = domainToASCII(domain).split('.');
  const isDomain = labels.length > 1 && labels.every((label) => LABEL.test(label));
  return isDomain && !/^\d+$/.test(labels.at(-1) ?? '') ? labels.join('.') : undefined;
}
