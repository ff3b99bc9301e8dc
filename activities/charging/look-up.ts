import type { CreditOutcome, TopUp } from './charging.js';
import type { Exchange, Exchanging } from '../http/exchange.js';
import { byStatus, noSoonerThan, setback, unanswered, unreadable } from './outcomes.js';
import { TopupBalance, TopupBalanceList } from './tmf654.js';

/** `nothing-booked` alone allows to book. */
export type Found = CreditOutcome | 'nothing-booked';

/** How to ask, for one call. */
export interface Asking {
  readonly exchange: Exchanging;
  readonly signal: AbortSignal;
  readonly longestProcessingMs: number;
  readonly now: () => number;
}

/** More than one is already an alarm, so the list need not be paged. */
const PAGE = 20;

/** Asks after the top-up that a `pending` outcome named; where the charging system no longer knows it, after the grant's. */
export async function lookUpReference(topUp: TopUp, reference: string, asking: Asking): Promise<Found> {
  const answer = await asking.exchange(`/topupBalance/${encodeURIComponent(reference)}`, {
    signal: asking.signal,
  });
  if (answer.kind === 'answered' && answer.status === 404) {
    const found = await lookUpGrant(topUp, asking);
    return found === 'nothing-booked' ? noSoonerThan(asking.longestProcessingMs, VANISHED) : found;
  }
  return answer.kind === 'answered' && answer.status === 200 ? one(answer, topUp) : trouble(answer, asking);
}

/** Accepted, and shown by no look-up: it is believed to be gone only when the longest processing time is over. */
const VANISHED: CreditOutcome = {
  state: 'pending',
  reason: 'The charging system has accepted the top-up and no longer knows it',
  reference: null,
};

/** Asks after everything that was booked for the grant. */
export async function lookUpGrant(topUp: TopUp, asking: Asking): Promise<Found> {
  const query = new URLSearchParams({ 'requestor.id': topUp.grantId, offset: '0', limit: String(PAGE) });
  const answer = await asking.exchange(`/topupBalance?${query.toString()}`, { signal: asking.signal });
  // 206: TMF630's answer to a page that is not the whole.
  const listed = answer.kind === 'answered' && (answer.status === 200 || answer.status === 206);
  return listed ? several(answer, topUp) : trouble(answer, asking);
}

/** Reads one top-up; one that names another requestor is not ours, whatever was asked for. */
export function one(answer: Extract<Exchange, { kind: 'answered' }>, { grantId }: TopUp): CreditOutcome {
  const read = TopupBalance.safeParse(answer.body);
  const foreign = read.success && read.data.requestor !== undefined && read.data.requestor.id !== grantId;
  return read.success && !foreign ? byStatus(read.data) : unreadable(answer);
}

function several(answer: Extract<Exchange, { kind: 'answered' }>, topUp: TopUp): Found {
  const list = TopupBalanceList.safeParse(answer.body);
  if (!list.success) return unreadable(answer);
  const ours = list.data.filter((item) => item.requestor?.id === topUp.grantId);
  const read = TopupBalance.array().safeParse(ours);
  if (!read.success) return unreadable(answer);
  if (ours.length === 0 && list.data.length > 0) return unreliable();
  return judge(read.data, topUp);
}

/** Of several top-ups of one grant the best counts; failed ones only make room for a later attempt. */
function judge(topUps: readonly TopupBalance[], { attempt = 1 }: TopUp): Found {
  const ended = topUps.filter(({ status }) => status === 'failed' || status === 'cancelled');
  const booked = topUps.filter((topUp) => !ended.includes(topUp));
  const best = booked.find(({ status }) => status === 'completed') ?? booked[0];
  if (best) return booked.length > 1 ? { ...byStatus(best), alarm: 'booked-more-than-once' } : byStatus(best);
  const last = ended.at(-1);
  return last && ended.length >= attempt ? byStatus(last) : 'nothing-booked';
}

function trouble(answer: Exchange, { now }: Asking): CreditOutcome {
  if (answer.kind === 'unanswered') return unanswered(answer);
  if (answer.status < 300) return unreadable(answer);
  const refusal = `The charging system does not let top-ups be looked up (HTTP ${answer.status}): check CHARGING_URL`;
  return setback(answer, now()) ?? { state: 'pending', reason: refusal, alarm: 'configuration' };
}

function unreliable(): CreditOutcome {
  const reason =
    'The charging system lists top-ups of others when asked for one requestor.id: make it honour this filter';
  return { state: 'pending', reason, alarm: 'look-up-unreliable' };
}
