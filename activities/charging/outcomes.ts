import type { CreditOutcome } from './charging.js';
import type { Exchange } from '../http/exchange.js';
import type { TopupBalance } from './tmf654.js';

type Answered = Extract<Exchange, { kind: 'answered' }>;
type Pending = Extract<CreditOutcome, { state: 'pending' }>;

/** Longer than any sensible pause, so that a mistaken header cannot park a reward. */
const LONGEST_PAUSE_MS = 60 * 60 * 1000;

/** A request without an answer. */
export function unanswered({ why }: Extract<Exchange, { kind: 'unanswered' }>): Pending {
  return { state: 'pending', reason: `The charging system is out of reach: ${why}` };
}

/** Refused before any work was done on it: other credentials, another address, or too early. */
const NOT_BEGUN = new Set([401, 403, 425, 429]);

/**
 * Whether the charging system may go on working on a top-up that came to this: it did not answer, what stands before it gave up
 * waiting (as a gateway's 504), or its answer does not tell. One that it has given an id is asked after by that id.
 */
export function mayBeUnderWay(answer: Exchange, outcome: CreditOutcome): boolean {
  if (outcome.state !== 'pending' || outcome.reference !== undefined) return false;
  if (answer.kind === 'unanswered') return answer.mayHaveArrived;
  const elsewhere = answer.status >= 300 && answer.status < 400;
  return !elsewhere && !NOT_BEGUN.has(answer.status);
}

/** The same, but asked again no sooner than this. */
export function noSoonerThan(ms: number, outcome: CreditOutcome): CreditOutcome {
  if (outcome.state !== 'pending') return outcome;
  return { ...outcome, retryAfterMs: Math.max(ms, outcome.retryAfterMs ?? 0) };
}

/** What waiting or an operator can mend; undefined where the charging system has said its last word. */
export function setback({ status, retryAfter }: Answered, now: number): Pending | undefined {
  if (status === 401 || status === 403) {
    const reason = `The charging system refuses Quietline itself (HTTP ${status}): check CHARGING_URL and what it demands`;
    return { state: 'pending', reason, alarm: 'configuration' };
  }
  if (status >= 300 && status < 400) {
    const reason = `The charging system answers elsewhere (HTTP ${status}): set CHARGING_URL to its final address`;
    return { state: 'pending', reason, alarm: 'configuration' };
  }
  if (status >= 500 || status === 408 || status === 425 || status === 429) {
    return {
      state: 'pending',
      reason: `The charging system answered HTTP ${status}`,
      ...pause(retryAfter, now),
    };
  }
  return undefined;
}

/** A refusal of this very top-up. The answer's own words stay out: they may name the customer. */
export function refused({ status }: Answered, grantId: string): CreditOutcome {
  const where = `its records of requestor ${grantId} say why`;
  const reason = `The charging system refused the top-up with HTTP ${status}; ${where}`;
  return status === 404 || status === 405
    ? { state: 'failed', reason: `${reason}, unless CHARGING_URL is wrong`, alarm: 'configuration' }
    : { state: 'failed', reason };
}

/** A success that cannot be read: whether something was booked must be looked up. */
export function unreadable({ status }: Answered): Pending {
  const reason = `The charging system's answer (HTTP ${status}) does not follow TMF654: compare its version with v4`;
  return { state: 'pending', reason, alarm: 'unreadable-answer' };
}

/** A top-up counts as its status says: only `completed` is credited. */
export function byStatus({ id, status }: TopupBalance): CreditOutcome {
  switch (status) {
    case 'completed':
      return { state: 'credited', reference: id };
    case 'created':
      return {
        state: 'pending',
        reason: 'The charging system has accepted the top-up and not completed it',
        reference: id,
      };
    case 'failed':
    case 'cancelled':
      return {
        state: 'failed',
        reason: `The charging system ended top-up ${id} as ${status}; its records say why`,
      };
  }
}

/** Retry-After in seconds or as an HTTP date (RFC 9110, 10.2.3). */
function pause(retryAfter: string | null, now: number): { retryAfterMs?: number } {
  if (retryAfter === null) return {};
  const ms = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now;
  return Number.isNaN(ms) ? {} : { retryAfterMs: Math.min(Math.max(ms, 0), LONGEST_PAUSE_MS) };
}
