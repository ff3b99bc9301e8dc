import type { Instant, Milliseconds } from '../../src/domain/terms.js';

/** The workflow type that moves one participation's clock. */
export const FAST_FORWARD = 'fastForward';

/** The workflow id under which a participation's clock is moved: one move at a time. */
export function fastForwardIdOf(participation: string): string {
  return `fast-forward-${participation}`;
}

/** How far to move a participation's clock, and whether the customer visits meanwhile. */
export interface FastForward {
  readonly participation: string;
  readonly by: Milliseconds;
  readonly visiting: boolean;
  /** Where it stands when it continues as new. */
  readonly journey?: Journey;
}

/** Offsets are how far the participation's clock is ahead of the wall clock. */
export interface Journey {
  readonly offset: Milliseconds;
  readonly target: Milliseconds;
  readonly hops: number;
}

/** What a move came to: stopped, as done, when the participation ended on the way. */
export interface FastForwarded {
  readonly hops: number;
  readonly ended: boolean;
}

/** Where a participation's clock stands, and how far it may be moved at once; without a visit rule as far as one likes. */
export interface Clock {
  readonly offset: Milliseconds;
  readonly longestHop?: Milliseconds;
}

/** One move of a participation's clock, up to this offset; `visit` names the visits that go with it. */
export interface Hop {
  readonly participation: string;
  readonly offset: Milliseconds;
  readonly visit?: string;
}

/** What moves a participation's clock. Everything may be repeated and then changes nothing more. */
export interface TimeMachine {
  /** Reads its row's clock, which is the truth. */
  readClock(participation: string): Promise<Clock>;
  /**
   * Moves row and run up to the offset, never back, a visit before and after if there are to be, and then does what the
   * sweep does, for this participation alone and without its limit (R9). Answers the participation's instant by then.
   */
  hop(hop: Hop): Promise<Instant>;
  /** Fails, to be asked again, until no event is on its way, no credit pending and nothing due unrecorded. */
  settle(participation: string): Promise<{ readonly ended: boolean }>;
}
