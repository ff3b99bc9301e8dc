import type { Instant } from '../terms.js';
import { provesConsent } from './consent-evidence.js';
import { isDenial } from './denials.js';

/** On what ground an address may be used, with what proves it. */
export interface LegalBasis {
  readonly basis: string;
  readonly evidence: string;
}

/** The grounds there are: the first two allow advertising, the contract alone only what has to be said about the own participation. */
export const LEGAL_BASES = ['express-consent', 'existing-customer', 'contract'] as const;

/**
 * What has to be proven for advertising to an existing customer, all four (UWG par. 7(3)): the address was obtained with a sale, what is
 * advertised is similar to what was sold, the customer has not objected, and was told of the right to object each time.
 */
export const EXISTING_CUSTOMER_CONDITIONS = ['sale', 'similar', 'no-objection', 'informed'] as const;

/**
 * Whether this is a legal basis for advertising at this instant. `express-consent` needs a date that has come and a word of where it comes
 * from; `existing-customer` needs evidence for each of the four conditions, as `sale=...; similar=...; no-objection=...; informed=...` in any
 * order.
 */
export function permitsAdvertising({ basis, evidence }: LegalBasis, now: Instant): boolean {
  return (basis === 'express-consent' || basis === 'existing-customer') && isProven({ basis, evidence }, now);
}

/** Whether this is one of the grounds there are. */
export function isLegalBasis(basis: string): boolean {
  return LEGAL_BASES.some((known) => known === basis);
}

/**
 * Whether the evidence proves what is claimed: date and origin of a consent, all four conditions of an existing customer, a contract in any
 * words but one alone that denies it.
 */
export function isProven({ basis, evidence }: LegalBasis, now: Instant): boolean {
  if (basis === 'express-consent') return provesConsent(evidence, now);
  if (basis !== 'existing-customer') return !isDenial(evidence);
  const proofs = proofsIn(evidence);
  return EXISTING_CUSTOMER_CONDITIONS.every((condition) => {
    const own = proofs.filter(({ name }) => name === condition);
    return own.length > 0 && own.every(({ value }) => !isDenial(value));
  });
}

/** Each `name=value` of the evidence; what stands there twice must not contradict itself. */
function proofsIn(evidence: string): readonly { readonly name: string; readonly value: string }[] {
  return evidence.split(';').flatMap((part) => {
    const [, name, value] = /^\s*([a-z-]+)\s*=(.*)/s.exec(part) ?? [];
    return name === undefined || value === undefined ? [] : [{ name, value }];
  });
}
