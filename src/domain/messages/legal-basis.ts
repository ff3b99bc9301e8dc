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
 * Whether this is a legal basis for advertising. `express-consent` needs its evidence in any words but a denial; `existing-customer` needs
 * it for each of the four conditions, as `sale=...; similar=...; no-objection=...; informed=...` in any order.
 */
export function permitsAdvertising({ basis, evidence }: LegalBasis): boolean {
  return (basis === 'express-consent' || basis === 'existing-customer') && isProven({ basis, evidence });
}

/** Whether this is one of the grounds there are. */
export function isLegalBasis(basis: string): boolean {
  return LEGAL_BASES.some((known) => known === basis);
}

/**
 * Whether the evidence proves what is claimed: all four conditions of an existing customer, anything else in any words; a word alone that
 * denies it, such as no, nein, none, n/a or -, proves nothing.
 */
export function isProven({ basis, evidence }: LegalBasis): boolean {
  if (basis !== 'existing-customer') return isProof(evidence);
  const proofs = proofsIn(evidence);
  return EXISTING_CUSTOMER_CONDITIONS.every((condition) => {
    const own = proofs.filter(({ name }) => name === condition);
    return own.length > 0 && own.every(({ value }) => isProof(value));
  });
}

/** Each `name=value` of the evidence; what stands there twice must not contradict itself. */
function proofsIn(evidence: string): readonly { readonly name: string; readonly value: string }[] {
  return evidence.split(';').flatMap((part) => {
    const [, name, value] = /^\s*([a-z-]+)\s*=(.*)$/s.exec(part) ?? [];
    return name === undefined || value === undefined ? [] : [{ name, value }];
  });
}

/** What people and spreadsheets write where there is nothing, in letters and figures alone. */
const DENIALS: ReadonlySet<string> = new Set(
  [
    'no n not none never nothing false f off 0 na nil null undefined unknown missing pending open tbd',
    'nein nicht nie nichts kein keine keiner keines falsch aus ka unbekannt fehlt offen',
  ].flatMap((words) => words.split(' ')),
);

function isProof(value: string): boolean {
  const said = value.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  return said !== '' && !DENIALS.has(said);
}
