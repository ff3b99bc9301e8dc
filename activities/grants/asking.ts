import type { Milliseconds } from '../../src/domain/terms.js';
import type { Charging, ChargingAlarm, CreditCall, CreditOutcome } from '../charging/charging.js';
import type { Bucket } from '../permits/bucket.js';
import { type Attempt, type Tries, writeOutcome } from './grant-row.js';

/** What asking the charging system about grants needs besides their rows. */
export interface Crediter extends Tries {
  readonly charging: Charging;
  /** CHARGING_RATE: whoever asks takes leave first. */
  readonly permits: Pick<Bucket, 'take'>;
  readonly alarm: (alarm: ChargingAlarm) => void;
}

/** Asks the charging system about a grant whose try has begun, and writes down what it answered and when it may be asked again. */
export async function ask(
  { pool, charging, alarm }: Crediter,
  attempt: Attempt,
  call: Pick<CreditCall, 'timeoutMs' | 'signal'>,
): Promise<CreditOutcome> {
  const outcome = await charging.credit(attempt.topUp, {
    ...call,
    lookUpFirst: attempt.attemptsBefore > 0,
    reference: attempt.reference,
  });
  if (outcome.alarm) alarm(outcome.alarm);
  await writeOutcome(pool, attempt, outcome);
  return outcome;
}

/** How many whole milliseconds are left of this time from now on; a process that was halted meanwhile finds less. */
export function countdown(ms: Milliseconds): () => Milliseconds {
  const endsAt = performance.now() + ms;
  return () => Math.ceil(endsAt - performance.now());
}
