/** The workflow type that credits one grant, and the rate-limited queue on which it asks the charging system. */
export const CREDIT = 'credit';
export const CHARGING_QUEUE = 'quietline-charging';

/** The workflow id under which one grant is credited; one at a time. */
export function creditIdOf(grant: string): string {
  return `${CREDIT}-${grant}`;
}

/** What became of one attempt: `pending` is asked again after `retryAfterMs`, if the charging system named it. */
export interface Credited {
  readonly state: 'credited' | 'failed' | 'pending';
  readonly reason?: string;
  readonly retryAfterMs?: number;
}

/** The activity that asks the charging system for one credit and writes down what it answered. */
export interface Crediting {
  credit(grant: string): Promise<Credited>;
}
