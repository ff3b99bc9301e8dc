/** A number of JSON as it was written: what stands for a number as text has to keep every digit, and no form but its own. */
export class NumberLiteral {
  constructor(readonly source: string) {}

  /** An integer without exponent or fraction, and none of which a sender may have lost the last digits (RFC 7493). */
  get isWhole(): boolean {
    return /^-?\d+$/.test(this.source) && Number.isSafeInteger(Number(this.source));
  }
}

/** The third argument is there since ES2026, "JSON.parse source text access", which the compiler does not know yet. */
function keepingLiterals(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === 'number' ? new NumberLiteral(context?.source ?? '') : value;
}

/** JSON of which each number is a NumberLiteral; only where a field is one does it cost a second look. Throws SyntaxError. */
export function parseLiterally(text: string): unknown {
  const value: unknown = JSON.parse(text);
  const holdsNumber = typeof value === 'object' && value !== null && Object.values(value).some(isNumber);
  return holdsNumber ? JSON.parse(text, keepingLiterals) : value;
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number';
}
