import type { Granted } from './facts.js';
import { quietPeriodOf, reachedAt, type State } from './state.js';
import { type Instant, QUIET_PERIOD, type Terms } from './terms.js';

/**
 * The milestone rewards due and not yet granted (R2, R3, R9): reached, registered, before the quiet period's
 * original end and, when dropped, before the breach. `delivery` is what made them due.
 */
export function milestoneRewards(state: State, terms: Terms, delivery?: string): readonly Granted[] {
  const quiet = quietPeriodOf(state);
  if (!quiet) return [];
  const until = Math.min(quiet.endsAt, state.drop?.breachAt ?? quiet.endsAt);
  return terms.milestones.flatMap(({ code, reward }) => {
    const time = reachedAt(state, code);
    if (time === undefined || time >= until || state.granted.includes(code)) return [];
    return [granted(code, reward.megabytes, Math.max(time, quiet.startsAt), delivery)];
  });
}

/** The quiet reward, earned with the quiet period's end (R8, R11). */
export function quietReward(state: State, terms: Terms, delivery?: string): readonly Granted[] {
  const quiet = quietPeriodOf(state);
  return quiet ? [granted(QUIET_PERIOD, terms.quietReward.megabytes, quiet.endsAt, delivery)] : [];
}

function granted(code: string, megabytes: number, time: Instant, delivery: string | undefined): Granted {
  return { type: 'granted', code, megabytes, time, ...(delivery !== undefined && { delivery }) };
}
