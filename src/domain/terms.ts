/** A point in time in epoch milliseconds (UTC). */
export type Instant = number;

/** A length of time in milliseconds; exact, never calendar arithmetic (R4). */
export type Milliseconds = number;

/** What is promised for a milestone or for the quiet period; `validFor` is ISO 8601, absent means for ever. */
export interface Reward {
  readonly megabytes: number;
  readonly validFor?: string;
}

/** A one-time task; `retroactive` lets it count when it was reached before the invitation (R3). */
export interface Milestone {
  readonly code: string;
  readonly reward: Reward;
  readonly retroactive?: boolean;
}

/** The visit rule (R9): one visit in every `atLeastEvery`, with a warning after `warnAfter` without one. */
export interface VisitRule {
  readonly atLeastEvery: Milliseconds;
  readonly warnAfter: Milliseconds;
}

/** The rule part of one programme version, as one participation is pinned to it (R15). */
export interface Terms {
  readonly programme: { readonly code: string; readonly version: number };
  /** IANA name of the zone in which calendar arithmetic is done. */
  readonly timeZone: string;
  readonly milestones: readonly Milestone[];
  readonly quietReward: Reward;
  readonly settlesAfter: Milliseconds;
  readonly appealWithin: Milliseconds;
  readonly visits?: VisitRule;
}

/** The milestone that registering is, and the code under which the quiet reward is granted. */
export const REGISTERED = 'registered';
export const QUIET_PERIOD = 'quiet-period';

/** What a customer does in self-service, and so a visit also where a programme rewards no such milestone (R9). */
export const SELF_SERVICE: ReadonlySet<string> = new Set(['video-watched', 'app-installed']);

/** The terms' milestone with this code, if they have one. */
export function milestone(terms: Terms, code: string): Milestone | undefined {
  return terms.milestones.find((each) => each.code === code);
}
