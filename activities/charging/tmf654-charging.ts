import type { Charging, CreditCall, CreditOutcome, TopUp } from './charging.js';
import { type Exchange, exchanging } from '../http/exchange.js';
import { lookUpGrant, lookUpReference, one, type Asking, type Found } from './look-up.js';
import { mayBeUnderWay, noSoonerThan, refused, setback, unanswered } from './outcomes.js';
import { checkTopUp, idempotencyKey, topupBalanceCreate } from './tmf654.js';

/** How a charging system is reached. */
export interface Tmf654Settings {
  /** Up to and with `/tmf-api/prepayBalanceManagement/v4`. */
  readonly url: string;
  /** How long the charging system may work on a top-up; after it, what a look-up does not find is not booked. */
  readonly longestProcessingMs: number;
  /** Epoch milliseconds, for Retry-After dates; default the machine's clock. */
  readonly now?: () => number;
}

/** Speaks TMF654 v4 `topupBalance` with a charging system. Throws `TypeError` for a URL that is none. */
export function tmf654Charging({ url, longestProcessingMs, now = Date.now }: Tmf654Settings): Charging {
  const { protocol } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:')
    throw new TypeError('the charging URL must be http or https');
  const exchange = exchanging(url);
  return {
    async credit(topUp, call) {
      checkTopUp(topUp);
      const endsAt = performance.now() + call.timeoutMs;
      const asking = { exchange, signal: deadline(call), longestProcessingMs, now };
      const found = await lookUp(topUp, call, asking);
      if (found !== 'nothing-booked') return found;
      // A process that was halted meanwhile hears its timers late: another one may be booking by now.
      return performance.now() < endsAt ? book(topUp, asking) : TOO_LATE;
    },
  };
}

const TOO_LATE: CreditOutcome = { state: 'pending', reason: 'No time was left to book after looking up' };

function deadline({ timeoutMs, signal }: CreditCall): AbortSignal {
  if (!(timeoutMs > 0)) throw new TypeError('timeoutMs must be more than 0');
  const timeout = AbortSignal.timeout(timeoutMs);
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}

async function lookUp(topUp: TopUp, call: CreditCall, asking: Asking): Promise<Found> {
  const { attempt = 1 } = topUp;
  if (call.reference !== undefined && attempt === 1) return lookUpReference(topUp, call.reference, asking);
  return call.lookUpFirst || attempt > 1 ? lookUpGrant(topUp, asking) : 'nothing-booked';
}

async function book(topUp: TopUp, asking: Asking): Promise<CreditOutcome> {
  const body = topupBalanceCreate(topUp);
  const answer = await asking.exchange('/topupBalance', {
    body,
    key: idempotencyKey(topUp),
    signal: asking.signal,
  });
  const outcome = await afterPost(answer, topUp, asking);
  return mayBeUnderWay(answer, outcome) ? noSoonerThan(asking.longestProcessingMs, outcome) : outcome;
}

async function afterPost(answer: Exchange, topUp: TopUp, asking: Asking): Promise<CreditOutcome> {
  if (answer.kind === 'unanswered') return unanswered(answer);
  if (answer.status === 409) return afterConflict(topUp, asking);
  if (answer.status >= 300) return setback(answer, asking.now()) ?? refused(answer, topUp.grantId);
  return one(answer, topUp);
}

async function afterConflict(topUp: TopUp, asking: Asking): Promise<CreditOutcome> {
  const found = await lookUpGrant(topUp, asking);
  if (found !== 'nothing-booked') return found;
  const reason = `The charging system knows the Idempotency-Key of grant ${topUp.grantId} and lists no top-up for it`;
  return { state: 'pending', reason, alarm: 'conflict-without-booking' };
}
