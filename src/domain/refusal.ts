import type { Message } from './decide.js';
import { ending, phase } from './phase.js';
import { type State, undoesDrop } from './state.js';
import { type Instant, milestone, REGISTERED, type Terms } from './terms.js';

/** Why a delivery changes nothing. */
export type IgnoredBecause =
  | 'ended'
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
  | 'wrong-phase';

/** Why this message changes nothing in this state, or undefined when it is a fact. */
export function refusal(
  state: State,
  message: Message,
  terms: Terms,
  now: Instant,
): IgnoredBecause | undefined {
  if (state.closed) return 'ended';
  if (message.acceptedAt >= ending(state, terms).at) return 'too-late';
  switch (message.type) {
    case 'registered':
      if (message.time >= state.invitationEndsAt) return 'after-invitation';
      return refusedMilestone(state, REGISTERED, message.time, terms);
    case 'reached':
      if (!milestone(terms, message.code)) return 'unknown-milestone';
      if (state.registration && message.time >= state.registration.quietEndsAt) return 'after-quiet-period';
      return refusedMilestone(state, message.code, message.time, terms);
    case 'called':
      return addsNothing(state, message) ? 'duplicate' : undefined;
    case 'retracted':
      return state.retracted.includes(message.call) ? 'duplicate' : undefined;
    case 'visited':
      if (!state.drop) return 'not-dropped';
      return undoesDrop(state, message.time) ? undefined : 'outside-gap';
    case 'went-inactive':
      return refusedDrop(state, message.lastVisitAt);
    case 'reinstated':
      return refusedReinstating(state, message.acceptedAt, terms, now);
    case 'stopped':
      return undefined;
  }
}

function refusedMilestone(
  state: State,
  code: string,
  time: Instant,
  terms: Terms,
): IgnoredBecause | undefined {
  if (time < state.invitedAt && !milestone(terms, code)?.retroactive) return 'before-invitation';
  const known = state.reached[code];
  if (known === undefined || time < known || undoesDrop(state, time)) return undefined;
  return 'duplicate';
}

function addsNothing(state: State, report: Extract<Message, { type: 'called' }>): boolean {
  const known = state.calls[report.call];
  if (!known) return false;
  const earlier = report.time < known.time || report.acceptedAt < known.acceptedAt;
  return !earlier && (known.exempt || !report.exempt);
}

function refusedDrop(state: State, lastVisitAt: Instant): IgnoredBecause | undefined {
  if (!state.registration) return 'wrong-phase';
  if (state.drop) return 'duplicate';
  return lastVisitAt < (state.reinstatedAt ?? lastVisitAt) ? 'visited' : undefined;
}

function refusedReinstating(
  state: State,
  at: Instant,
  terms: Terms,
  now: Instant,
): IgnoredBecause | undefined {
  if (state.reinstatedAt !== undefined && at <= state.reinstatedAt) return 'duplicate';
  const current = phase(state, terms, now);
  return current === 'forfeited' || current === 'dropped' ? undefined : 'wrong-phase';
}
