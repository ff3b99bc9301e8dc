import { addsNothing } from './calls.js';
import type { Message } from './message.js';
import { countedCalls, isTooLate } from './phase.js';
import { reachedAt, type State, undoesDrop } from './state.js';
import { type Instant, milestone, REGISTERED, SELF_SERVICE, type Terms } from './terms.js';

/** Why a delivery changes nothing. */
export type IgnoredBecause =
  | 'ended'
  | 'erased'
  | 'too-late'
  | 'duplicate'
  | 'before-invitation'
  | 'after-invitation'
  | 'after-quiet-period'
  | 'unknown-milestone'
  | 'visited'
  | 'not-warned'
  | 'not-dropped'
  | 'outside-gap'
  | 'too-many-calls'
  | 'wrong-phase';

/** Why this message changes nothing in this state, or undefined when it is a fact. */
export function refusal(state: State, message: Message, terms: Terms): IgnoredBecause | undefined {
  if (state.closed) return state.closed === 'erased' ? 'erased' : 'ended';
  if (isTooLate(state, terms, message.acceptedAt)) return 'too-late';
  switch (message.type) {
    case 'registered':
      return refusedRegistration(state, message.time, terms);
    case 'reached':
      return refusedMilestone(state, message, terms);
    case 'called':
      return addsNothing(state.calls[message.call], message) ? 'duplicate' : undefined;
    case 'retracted':
      return state.retracted.includes(message.call) ? 'duplicate' : undefined;
    case 'visited':
      if (!state.drop) return 'not-dropped';
      return undoesDrop(state, message.time) ? undefined : 'outside-gap';
    case 'went-inactive':
      return refusedDrop(state, message.lastVisitAt);
    case 'reinstated':
      return refusedReinstating(state, message.time, terms);
    case 'stopped':
      return undefined;
  }
}

function refusedRegistration(state: State, time: Instant, terms: Terms): IgnoredBecause | undefined {
  if (undoesDrop(state, time)) return undefined;
  if (time >= state.invitationEndsAt) return 'after-invitation';
  return refusedReport(state, REGISTERED, time, terms);
}

function refusedMilestone(
  state: State,
  { code, time }: { readonly code: string; readonly time: Instant },
  terms: Terms,
): IgnoredBecause | undefined {
  const known = milestone(terms, code) !== undefined;
  if (undoesDrop(state, time) && (known || SELF_SERVICE.has(code))) return undefined;
  if (!known) return 'unknown-milestone';
  if (state.registration && time >= state.registration.quietEndsAt) return 'after-quiet-period';
  return refusedReport(state, code, time, terms);
}

function refusedReport(state: State, code: string, time: Instant, terms: Terms): IgnoredBecause | undefined {
  if (time < state.invitedAt && !milestone(terms, code)?.retroactive) return 'before-invitation';
  const known = reachedAt(state, code);
  return known === undefined || time < known ? undefined : 'duplicate';
}

function refusedDrop(state: State, lastVisitAt: Instant): IgnoredBecause | undefined {
  if (!state.registration) return 'wrong-phase';
  if (!state.drop) return undefined;
  return lastVisitAt < state.drop.lastVisitAt ? 'visited' : 'duplicate';
}

function refusedReinstating(state: State, time: Instant, terms: Terms): IgnoredBecause | undefined {
  if (time <= (state.reinstatedAt ?? -Infinity)) return 'duplicate';
  return state.drop || countedCalls(state, terms).length > 0 ? undefined : 'wrong-phase';
}
