import { decide, type Proposal } from '../../src/domain/decide.js';
import type { Message } from '../../src/domain/message.js';
import type { State } from '../../src/domain/state.js';
import type { Terms } from '../../src/domain/terms.js';

/** More than any customer does at once: a faulty feed's steps stay below what a history takes in one piece (2 MB). */
const MOST_AT_ONCE = 1_000;

/** A step as it is proposed, and what it was made of. */
export interface Proposed {
  readonly proposal: Proposal;
  readonly heard: readonly Message[];
}

/** What was heard and is not among the facts. */
export function ignoredIn({ proposal: { outcomes }, heard }: Proposed): readonly Message[] {
  const ignored = new Set(
    outcomes.flatMap(({ status, delivery }) => (status === 'ignored' ? [delivery] : [])),
  );
  return heard.filter(({ delivery }) => delivery !== undefined && ignored.has(delivery));
}

/** The next step as the rules propose it now: of a portion of what was heard, but of all where it closes (R11, R16). */
export function propose(state: State, waiting: readonly Message[], terms: Terms): Proposed {
  const now = Date.now();
  const heard = waiting.slice(0, MOST_AT_ONCE);
  const proposal = decide(state, heard, terms, now);
  return proposal.closes
    ? { proposal: decide(state, waiting, terms, now), heard: waiting }
    : { proposal, heard };
}
