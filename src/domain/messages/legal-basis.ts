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
 * Whether this is a legal basis for advertising. `express-consent` needs its evidence in any words; `existing-customer` needs it for
 * each of the four conditions, as `sale=...; similar=...; no-objection=...; informed=...` in any order.
 */
export function permitsAdvertising({ basis, evidence }: LegalBasis): boolean {
  return (basis === 'express-consent' || basis === 'existing-customer') && isProven({ basis, evidence });
}

/** Whether this is one of the grounds there are. */
export function isLegalBasis(basis: string): boolean {
  return LEGAL_BASES.some((known) => known === basis);
}

/** Whether the evidence proves what is claimed: all four conditions of an existing customer, anything else in any words. */
export function isProven({ basis, evidence }: LegalBasis): boolean {
  if (basis !== 'existing-customer') return evidence.trim() !== '';
  const proven = provenConditions(evidence);
  return EXISTING_CUSTOMER_CONDITIONS.every((condition) => proven.has(condition));
}

function provenConditions(evidence: string): ReadonlySet<string> {
  const parts = evidence.split(';').map((part) => /^\s*([a-z-]+)\s*=\s*\S/.exec(part)?.[1]);
  return new Set(parts.filter((name) => name !== undefined));
}
