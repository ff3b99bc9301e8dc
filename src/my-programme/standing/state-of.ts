import { add, copyOf, invited, type State } from '../../domain/state.js';
import type { StepRow } from '../../participations/journal.js';
import type { Participant } from '../entrance/participant.js';

/** What is known of somebody before the first step. */
export function startOf({ invitedAt, invitationEndsAt }: Participant): State {
  return invited({ invitedAt: invitedAt.getTime(), endsAt: invitationEndsAt.getTime() });
}

/** What is known after these steps, which follow on `start`; ten thousand of them take one copy. */
export function stateAfter(start: State, steps: readonly StepRow[]): State {
  const state = copyOf(start);
  for (const { recorded_at, facts } of steps)
    for (const fact of facts) add(state, fact, recorded_at.getTime());
  return state;
}
