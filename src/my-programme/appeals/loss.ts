import { countedCalls, type Phase } from '../../domain/phase.js';
import type { State } from '../../domain/state.js';
import type { Instant, Terms } from '../../domain/terms.js';
import type { StepRow } from '../../participations/journal.js';
import type { AppealRow } from '../story/story.js';

/** A step and the phase that it led to. */
export interface PhasedStep extends StepRow {
  readonly phase: Phase;
}

/** The latest appeal, if it waits or was made against what is lost now: what was answered before says nothing of a later loss. */
export function appealAgainst(
  { steps, appeals }: { readonly steps: readonly PhasedStep[]; readonly appeals: readonly AppealRow[] },
  state: State,
  terms: Terms,
): AppealRow | undefined {
  const latest = appeals.at(-1);
  if (!latest || latest.answeredAt === null) return latest;
  return latest.appealedAt.getTime() >= lostSince(steps, state, terms) ? latest : undefined;
}

/** When the present loss was recorded: its phase began, or the first of the calls that still count was heard of, whichever is later. */
function lostSince(steps: readonly PhasedStep[], state: State, terms: Terms): Instant {
  const before = steps.findLastIndex(({ phase }) => phase !== steps.at(-1)?.phase);
  const entered = steps[before + 1]?.recorded_at.getTime() ?? -Infinity;
  const calls = state.drop ? [] : countedCalls(state, terms);
  const heard = calls.reduce((first, { recordedAt }) => Math.min(first, recordedAt), Infinity);
  return calls.length === 0 ? entered : Math.max(entered, heard);
}
