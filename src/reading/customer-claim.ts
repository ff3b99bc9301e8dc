import { NumberLiteral, parseLiterally } from './number-literal.js';
import { type ReadCustomerId, readCustomerId } from './customer-id.js';

/**
 * Reads the customer's id in this claim of an ID token whose signature was checked: text, or a whole number written as one (`idToken` is
 * that token, as RFC 7515 writes it).
 */
export function readCustomerClaim(idToken: string, claim: string): ReadCustomerId {
  const value = claimsOf(idToken)[claim];
  if (typeof value === 'string') return readCustomerId(value);
  if (!(value instanceof NumberLiteral)) return { unreadable: 'no-id' };
  return value.isWhole ? readCustomerId(value.source) : { unreadable: 'rounded-number' };
}

function claimsOf(idToken: string): Readonly<Record<string, unknown>> {
  const [, payload = ''] = idToken.split('.');
  return parseLiterally(Buffer.from(payload, 'base64url').toString()) as Readonly<Record<string, unknown>>;
}
