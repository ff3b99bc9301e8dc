import type { Call } from './calls.js';
import type { ExpiryReason } from './facts.js';
import { quietPeriodOf, type State } from './state.js';
import type { Instant, Terms } from './terms.js';

/** The phases of a participation that goes on, and all that there are. */
export const OPEN_PHASES = ['invited', 'quiet', 'forfeited', 'dropped', 'settling'] as const;
export const PHASES = [...OPEN_PHASES, 'completed', 'ended'] as const;

export type OpenPhase = (typeof OPEN_PHASES)[number];
export type Phase = (typeof PHASES)[number];

/** Whether a participation in this phase goes on: it is neither completed nor ended. */
export function isOpen(phase: Phase): phase is OpenPhase {
  return OPEN_PHASES.some((open) => open === phase);
}

/** What an open participation waits for, in words, and until when. */
export interface Due {
  readonly what: string;
  readonly at: Instant;
}

/** Whether a call counts, or why it does not. */
export type CallVerdict = 'counts' | 'exempt' | 'retracted' | 'outside' | 'excused' | 'late';

/** Judges calls one by one: inside the quiet period, in time, neither exempt nor retracted nor excused (R5, R8, R10). */
export function callJudge(
  state: State,
  terms: Terms,
  retracted: ReadonlySet<string> = new Set(state.retracted),
): (id: string, call: Call) => CallVerdict {
  const quiet = quietPeriodOf(state);
  return (id, { time, acceptedAt, exempt }) => {
    if (retracted.has(id)) return 'retracted';
    if (exempt) return 'exempt';
    if (!quiet || time < quiet.startsAt || time >= quiet.endsAt) return 'outside';
    if (time < (state.reinstatedAt ?? time)) return 'excused';
    return acceptedAt < quiet.endsAt + terms.settlesAfter ? 'counts' : 'late';
  };
}

/** The calls that count, earliest first. */
export function countedCalls(state: State, terms: Terms): readonly Call[] {
  const judge = callJudge(state, terms);
  return Object.entries(state.calls)
    .filter(([id, call]) => judge(id, call) === 'counts')
    .map(([, call]) => call)
    .sort((one, other) => one.time - other.time);
}

/** How and when the phase table ends an open participation if nothing more is heard. */
export function ending(state: State, terms: Terms): { at: Instant; how: ExpiryReason | 'completed' } {
  if (!state.registration)
    return { at: state.invitationEndsAt + terms.settlesAfter, how: 'invitation-expired' };
  if (state.drop) return { at: state.drop.recordedAt + terms.appealWithin, how: 'inactive' };
  const settledAt = state.registration.quietEndsAt + terms.settlesAfter;
  const counted = countedCalls(state, terms);
  if (counted.length === 0) return { at: settledAt, how: 'completed' };
  const lastRecorded = Math.max(...counted.map((call) => call.recordedAt));
  return { at: Math.max(settledAt, lastRecorded + terms.appealWithin), how: 'hotline-called' };
}

/** Whether something accepted then comes at or after the instant at which the table ends the participation. */
export function isTooLate(state: State, terms: Terms, acceptedAt: Instant): boolean {
  const { registration, drop } = state;
  // Settlement is always waited for, so that a feed of ten thousand calls need not be counted at each of them.
  if (registration && !drop && acceptedAt < registration.quietEndsAt + terms.settlesAfter) return false;
  return acceptedAt >= ending(state, terms).at;
}

/** The phase at this instant: first match in the table of docs/rules.md. */
export function phase(state: State, terms: Terms, now: Instant): Phase {
  if (state.closed) return state.closed === 'completed' ? 'completed' : 'ended';
  if (!state.registration) return 'invited';
  if (state.drop) return 'dropped';
  if (countedCalls(state, terms).length > 0) return 'forfeited';
  return now < state.registration.quietEndsAt ? 'quiet' : 'settling';
}

const WAITS_FOR: Readonly<Record<OpenPhase, string>> = {
  invited: 'invitation',
  dropped: 'appeal',
  forfeited: 'forfeiture',
  quiet: 'quiet period',
  settling: 'settlement',
};

/** The next instant at which the phase can change by itself; a due instant that has passed is due now. */
export function nextDue(state: State, terms: Terms, now: Instant): Due | undefined {
  const at = phase(state, terms, now);
  if (!isOpen(at)) return undefined;
  const what = WAITS_FOR[at];
  if (at === 'quiet' && state.registration) return { what, at: state.registration.quietEndsAt };
  return { what, at: ending(state, terms).at };
}
