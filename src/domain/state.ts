import { type EndReason, type Fact, type HeardFact, type Step } from './facts.js';
import { type Instant, REGISTERED } from './terms.js';

/** What is known of one hotline call from all reports of it (R5). */
export interface Call {
  readonly time: Instant;
  readonly acceptedAt: Instant;
  readonly recordedAt: Instant;
  /** The report with the earliest `time`. */
  readonly delivery?: string;
  readonly exempt: boolean;
}

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

/** The quiet period's start: the registration, or the invitation where a retroactive one is older (R4). */
export function quietStartsAt(state: State): Instant | undefined {
  return state.registration && Math.max(state.registration.time, state.invitedAt);
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
  return step.facts.reduce((before, fact) => apply(before, fact, step.recordedAt), state);
}

/** The state after one fact that was recorded at `recordedAt`. */
export function apply(state: State, fact: Fact, recordedAt: Instant): State {
  switch (fact.type) {
    case 'registered':
      return visited(register(state, fact), fact.time);
    case 'reached':
      return visited(reach(state, fact.code, fact.time), fact.time);
    case 'called':
      return {
        ...state,
        calls: { ...state.calls, [fact.call]: merged(state.calls[fact.call], fact, recordedAt) },
      };
    case 'retracted':
      return { ...state, retracted: [...state.retracted, fact.call] };
    case 'visited':
      return visited(state, fact.time);
    case 'dropped':
      return { ...state, drop: { lastVisitAt: fact.lastVisitAt, breachAt: fact.time, recordedAt } };
    case 'reinstated':
      return { ...withoutDrop(state), reinstatedAt: fact.time };
    case 'stopped':
      return { ...state, closed: fact.reason };
    case 'granted':
      return { ...state, granted: [...state.granted, fact.code] };
    case 'quiet-period-over':
      return { ...state, quietPeriodOver: true };
    case 'completed':
      return { ...state, closed: 'completed' };
    case 'ended':
      return { ...state, closed: fact.reason };
  }
}

function register(state: State, fact: Extract<HeardFact, { type: 'registered' }>): State {
  const registration = { time: fact.time, quietEndsAt: fact.quietEndsAt };
  const known = state.registration;
  const first = known && known.time <= fact.time ? known : registration;
  return reach({ ...state, registration: first }, REGISTERED, fact.time);
}

function reach(state: State, code: string, time: Instant): State {
  return { ...state, reached: { ...state.reached, [code]: Math.min(reachedAt(state, code) ?? time, time) } };
}

function merged(
  known: Call | undefined,
  report: Extract<HeardFact, { type: 'called' }>,
  recordedAt: Instant,
): Call {
  const delivery = report.delivery === undefined ? {} : { delivery: report.delivery };
  const reported = {
    time: report.time,
    acceptedAt: report.acceptedAt,
    recordedAt,
    exempt: report.exempt,
    ...delivery,
  };
  if (!known) return reported;
  return {
    ...(reported.time < known.time ? reported : known),
    acceptedAt: Math.min(known.acceptedAt, reported.acceptedAt),
    recordedAt: Math.min(known.recordedAt, recordedAt),
    exempt: known.exempt || reported.exempt,
  };
}

function visited(state: State, time: Instant): State {
  return undoesDrop(state, time) ? withoutDrop(state) : state;
}

function withoutDrop(state: State): State {
  const { drop: _undone, ...rest } = state;
  return rest;
}
