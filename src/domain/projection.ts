import type { EndReason } from './facts.js';
import { countedCalls, type Due, nextDue, type Phase, phase } from './phase.js';
import { quietPeriodOf, type State } from './state.js';
import type { Instant, Terms } from './terms.js';

/** What the API shows of a state; `forfeitedBy` is the delivery that reported the earliest counted call (R5). */
export interface Projection {
  readonly phase: Phase;
  readonly endedBecause?: EndReason;
  readonly registeredAt?: Instant;
  readonly quietStartsAt?: Instant;
  readonly quietEndsAt?: Instant;
  readonly settlementEndsAt?: Instant;
  readonly forfeitedBy?: string;
  readonly reached: Readonly<Record<string, Instant>>;
  readonly nextDue?: Due;
}

/** The state as it is to be read at this instant. */
export function project(state: State, terms: Terms, now: Instant): Projection {
  const due = nextDue(state, terms, now);
  const quiet = quietPeriodOf(state);
  const call = countedCalls(state, terms)[0];
  const ended = state.closed === 'completed' ? undefined : state.closed;
  return {
    phase: phase(state, terms, now),
    reached: state.reached,
    ...(ended && { endedBecause: ended }),
    ...(state.registration && { registeredAt: state.registration.time }),
    ...(quiet && {
      quietStartsAt: quiet.startsAt,
      quietEndsAt: quiet.endsAt,
      settlementEndsAt: quiet.endsAt + terms.settlesAfter,
    }),
    ...(call?.delivery !== undefined && { forfeitedBy: call.delivery }),
    ...(due && { nextDue: due }),
  };
}
