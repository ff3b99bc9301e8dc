import { type Call, merged } from './calls.js';
import type { EndReason, Fact, HeardFact, Step } from './facts.js';
import { type Instant, REGISTERED } from './terms.js';

/** The facts heard so far, folded; one serialisable record. */
export interface State {
  readonly invitedAt: Instant;
  readonly invitationEndsAt: Instant;
  readonly registration?: { readonly time: Instant; readonly quietEndsAt: Instant };
  /** Per code the earliest valid time (R3). */
  readonly reached: Readonly<Record<string, Instant>>;
  readonly granted: readonly string[];
  readonly calls: Readonly<Record<string, Call>>;
  readonly retracted: readonly string[];
  readonly drop?: { readonly lastVisitAt: Instant; readonly breachAt: Instant; readonly recordedAt: Instant };
  readonly reinstatedAt?: Instant;
  readonly quietPeriodOver?: true;
  readonly closed?: 'completed' | EndReason;
}

/** The state of somebody who was just invited. */
export function invited(invitation: { invitedAt: Instant; endsAt: Instant }): State {
  return {
    invitedAt: invitation.invitedAt,
    invitationEndsAt: invitation.endsAt,
    reached: {},
    granted: [],
    calls: {},
    retracted: [],
  };
}

/** From the registration, or from the invitation where a retroactive one is older, to the original end (R4). */
export function quietPeriodOf(state: State): { startsAt: Instant; endsAt: Instant } | undefined {
  const { registration, invitedAt } = state;
  return (
    registration && { startsAt: Math.max(registration.time, invitedAt), endsAt: registration.quietEndsAt }
  );
}

/** The earliest valid time at which this milestone was reached (R3). */
export function reachedAt(state: State, code: string): Instant | undefined {
  return Object.hasOwn(state.reached, code) ? state.reached[code] : undefined;
}

/** Whether something dated so, heard now, undoes the drop: after the last visit and before the breach (R9). */
export function undoesDrop(state: State, time: Instant): boolean {
  return state.drop !== undefined && state.drop.lastVisitAt < time && time < state.drop.breachAt;
}

/** The state after one step. It never judges: what was decided stands, whatever the rules say today. */
export function evolve(state: State, step: Step): State {
  const next = copyOf(state);
  for (const fact of step.facts) add(next, fact, step.recordedAt);
  return next;
}

/** A state that facts are added to in place, so that a step of ten thousand facts stays one copy. */
export type Growing = {
  -readonly [Key in keyof State]: State[Key];
} & {
  reached: Record<string, Instant>;
  granted: string[];
  calls: Record<string, Call>;
  retracted: string[];
};

export function copyOf(state: State): Growing {
  return {
    ...state,
    reached: { ...state.reached },
    granted: [...state.granted],
    calls: { ...state.calls },
    retracted: [...state.retracted],
  };
}

/** Adds one fact that was recorded at `recordedAt`. */
export function add(state: Growing, fact: Fact, recordedAt: Instant): void {
  switch (fact.type) {
    case 'registered':
      register(state, fact);
      reach(state, REGISTERED, fact.time);
      return undoDrop(state, fact.time);
    case 'reached':
      reach(state, fact.code, fact.time);
      return undoDrop(state, fact.time);
    case 'visited':
      return undoDrop(state, fact.time);
    case 'called':
      state.calls[fact.call] = merged(state.calls[fact.call], fact, recordedAt);
      return;
    case 'retracted':
      state.retracted.push(fact.call);
      return;
    case 'dropped':
      state.drop = { lastVisitAt: fact.lastVisitAt, breachAt: fact.time, recordedAt };
      return;
    case 'reinstated':
      state.reinstatedAt = fact.time;
      delete state.drop;
      return;
    case 'granted':
      state.granted.push(fact.code);
      return;
    case 'quiet-period-over':
      state.quietPeriodOver = true;
      return;
    case 'completed':
      state.closed = 'completed';
      return;
    case 'ended':
    case 'stopped':
      state.closed = fact.reason;
  }
}

function register(state: Growing, { time, quietEndsAt }: Extract<HeardFact, { type: 'registered' }>): void {
  if (!state.registration || time < state.registration.time) state.registration = { time, quietEndsAt };
}

function reach(state: Growing, code: string, time: Instant): void {
  state.reached[code] = Math.min(reachedAt(state, code) ?? time, time);
}

function undoDrop(state: Growing, time: Instant): void {
  if (undoesDrop(state, time)) delete state.drop;
}
