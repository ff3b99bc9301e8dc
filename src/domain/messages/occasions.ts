import type { Step } from '../facts.js';
import { type Phase, phase } from '../phase.js';
import { quietPeriodOf, type State } from '../state.js';
import type { Instant, Terms } from '../terms.js';
import type { MessageKind } from './kinds.js';

/** Something that a customer is to be told, once; `cause` tells it from others of its kind in one participation. */
export interface Occasion {
  readonly kind: MessageKind;
  readonly cause: string;
  /** On the participation's clock, not before this; absent: at once. */
  readonly at?: Instant;
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
  const turns = from !== to ? turn(from, to) : [];
  return [
    ...(before.registration ? [] : registered(after)),
    ...turns.map((kind) => ({ kind, cause: `step ${n}` })),
  ];
}

/** Whoever has registered is welcomed, and written to again half-way through the quiet period. */
function registered(after: State): readonly Occasion[] {
  const quiet = quietPeriodOf(after);
  if (!quiet) return [];
  const cause = 'registered';
  const at = quiet.startsAt + Math.round((quiet.endsAt - quiet.startsAt) / 2);
  return [
    { kind: 'welcome', cause },
    { kind: 'half-way', cause, at },
  ];
}

const BARRED: readonly Phase[] = ['forfeited', 'dropped'];
const GOES_ON: readonly Phase[] = ['quiet', 'settling'];

function turn(from: Phase, to: Phase): readonly MessageKind[] {
  // a drop undone where a call counts: one message says both, as whoever was dropped may have heard of the call or not
  if (to === 'forfeited') return [from === 'dropped' ? 'resumed' : 'forfeited'];
  if (to === 'dropped') return ['dropped'];
  return BARRED.includes(from) && GOES_ON.includes(to) ? ['reinstated'] : [];
}
