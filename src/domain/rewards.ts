import type { Granted } from './facts.js';
import { quietStartsAt, reachedAt, type State } from './state.js';
import { type Milestone, QUIET_PERIOD, type Terms } from './terms.js';

/**
 * The milestone rewards due and not yet granted (R2, R3, R9): reached, registered, before the quiet period's
 * original end and, when dropped, before the breach. `delivery` is what made them due.
 */
export function milestoneRewards(state: State, terms: Terms, delivery?: string): readonly Granted[] {
  const start = quietStartsAt(state);
  if (state.closed || start === undefined) return [];
  return terms.milestones
    .filter((each) => earned(state, each))
    .map(({ code, reward }) => ({
      type: 'granted',
      code,
      megabytes: reward.megabytes,
      time: Math.max(reachedAt(state, code) ?? start, start),
      ...(delivery === undefined ? {} : { delivery }),
    }));
}

function earned(state: State, { code }: Milestone): boolean {
  const time = reachedAt(state, code);
  if (time === undefined || state.granted.includes(code) || !state.registration) return false;
  return time < state.registration.quietEndsAt && (!state.drop || time < state.drop.breachAt);
}

/** The quiet reward, earned with the quiet period's end (R8, R11). */
export function quietReward(state: State, terms: Terms, delivery?: string): readonly Granted[] {
  if (!state.registration || state.granted.includes(QUIET_PERIOD)) return [];
  return [
    {
      type: 'granted',
      code: QUIET_PERIOD,
      megabytes: terms.quietReward.megabytes,
      time: state.registration.quietEndsAt,
      ...(delivery === undefined ? {} : { delivery }),
    },
  ];
}
