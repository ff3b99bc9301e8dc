/** On what ground an address may be used for advertising, with what proves it. */
export interface LegalBasis {
  readonly basis: string;
  readonly evidence: string;
}

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
  if (basis === 'express-consent') return evidence.trim() !== '';
  if (basis !== 'existing-customer') return false;
  const proven = provenConditions(evidence);
  return EXISTING_CUSTOMER_CONDITIONS.every((condition) => proven.has(condition));
}

function provenConditions(evidence: string): ReadonlySet<string> {
  const parts = evidence.split(';').map((part) => /^\s*([a-z-]+)\s*=\s*\S/.exec(part)?.[1]);
  return new Set(parts.filter((name) => name !== undefined));
}
