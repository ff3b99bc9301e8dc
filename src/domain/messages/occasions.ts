import type { Fact, Step } from '../facts.js';
import { type Phase, phase } from '../phase.js';
import type { State } from '../state.js';
import type { Terms } from '../terms.js';
import type { MessageKind } from './kinds.js';

/** Something that a customer is to be told, once; `cause` tells it from others of its kind in one participation. */
export interface Occasion {
  readonly kind: MessageKind;
  readonly cause: string;
}

/** What step `n`, which led from one state to the other, gives occasion to tell. Rewards are told of when they are credited. */
export function occasionsOf(
  n: number,
  before: State,
  after: State,
  step: Step,
  terms: Terms,
): readonly Occasion[] {
  const from = phase(before, terms, step.recordedAt);
  const to = phase(after, terms, step.recordedAt);
  const kinds = [
    ...(!before.registration && after.registration ? (['welcome'] as const) : []),
    ...(from !== to ? turn(from, to, step.facts) : []),
  ];
  return kinds.map((kind) => ({ kind, cause: kind === 'welcome' ? 'registered' : `step ${n}` }));
}

const BARRED: readonly Phase[] = ['forfeited', 'dropped'];
const GOES_ON: readonly Phase[] = ['quiet', 'settling'];

function turn(from: Phase, to: Phase, facts: readonly Fact[]): readonly MessageKind[] {
  if (to === 'forfeited' && from !== 'dropped') return ['forfeited'];
  if (to === 'dropped') return ['dropped'];
  const reinstated = facts.some(({ type }) => type === 'reinstated') && to === 'forfeited';
  return BARRED.includes(from) && (GOES_ON.includes(to) || reinstated) ? ['reinstated'] : [];
}
