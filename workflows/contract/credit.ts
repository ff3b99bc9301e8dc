/** The workflow type that credits one grant, and the rate-limited queue on which it asks the charging system. */
export const CREDIT = 'credit';
export const CHARGING_QUEUE = 'quietline-charging';

/** What the Web UI says of that workflow. */
export const CREDIT_SUMMARY = 'Credits one reward with the charging system';

/** The workflow id under which one grant is credited; one at a time. */
export function creditIdOf(grant: string): string {
  return `${CREDIT}-${grant}`;
}

/** The charging system's last word on one grant. */
export interface Credited {
  readonly state: 'credited' | 'failed';
}

/** The activity that asks the charging system for one credit and writes down what it answered. */
export interface Crediting {
  /** Throws, saying why, as long as the grant is pending: it is asked again, no sooner than the charging system named. */
  credit(grant: string): Promise<Credited>;
}
