/** Where a customer's megabytes are booked, in the charging system's own ids. */
export interface Account {
  readonly accountId: string;
  readonly bucketId: string;
}

/** CHARGING_ACCOUNT_PATTERN and CHARGING_BUCKET_PATTERN. */
export interface AccountPatterns {
  readonly accountPattern: string;
  readonly bucketPattern: string;
}

/** A pattern that would send megabytes to a wrong place; the message names the variable. */
export class AccountPatternError extends Error {
  override readonly name = 'AccountPatternError';
}

const PLACE = '{customerId}';

/**
 * The account that came with the invitation, or else the one the patterns give. Throws `AccountPatternError` for a pattern
 * without `{customerId}`, which would credit every customer's reward to one account, or with any other `{...}`.
 */
export function accountOf(
  patterns: AccountPatterns,
  customerId: string,
  invited?: { readonly id: string; readonly bucketId: string },
): Account {
  if (invited) return { accountId: invited.id, bucketId: invited.bucketId };
  checkAccountPatterns(patterns);
  return {
    accountId: patterns.accountPattern.replaceAll(PLACE, () => customerId),
    bucketId: patterns.bucketPattern.replaceAll(PLACE, () => customerId),
  };
}

/** Throws `AccountPatternError` for patterns that `accountOf` would refuse, so that a start fails instead of a grant. */
export function checkAccountPatterns({ accountPattern, bucketPattern }: AccountPatterns): void {
  check('CHARGING_ACCOUNT_PATTERN', accountPattern);
  check('CHARGING_BUCKET_PATTERN', bucketPattern);
}

function check(variable: string, pattern: string): void {
  if (!pattern.includes(PLACE)) {
    throw new AccountPatternError(`${variable} must contain ${PLACE}, or all customers would share one`);
  }
  const other = /[{}]/.exec(pattern.replaceAll(PLACE, ''));
  if (other) throw new AccountPatternError(`${variable} knows no other placeholder than ${PLACE}`);
}
