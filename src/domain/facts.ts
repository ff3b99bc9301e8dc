import type { Instant } from './terms.js';

/** Why a participation was stopped from outside (R11). */
export type StopReason = 'left' | 'consent-withdrawn' | 'contract-ended' | 'erased';

/** Why the clock ended a participation (phase table). */
export type ExpiryReason = 'invitation-expired' | 'inactive' | 'hotline-called';

export type EndReason = StopReason | ExpiryReason;

interface Heard {
  /** The delivery that brought it; absent for a cancellation in the Web UI. */
  readonly delivery?: string;
  /** When it happened, by its own clock. */
  readonly time: Instant;
  /** When the inbox took it, on the participation's clock. */
  readonly acceptedAt: Instant;
}

/** Facts that come from outside, as they are heard. `call` is the keyed hash of a callId. */
export type HeardFact = Heard &
  (
    | { readonly type: 'registered'; readonly quietEndsAt: Instant }
    | { readonly type: 'reached'; readonly code: string }
    | { readonly type: 'called'; readonly call: string; readonly exempt: boolean }
    | { readonly type: 'retracted'; readonly call: string }
    | { readonly type: 'visited' }
    | { readonly type: 'reinstated' }
    | { readonly type: 'stopped'; readonly reason: StopReason }
  );

/** A breach of the visit rule, dated last visit + `atLeastEvery` (R9). */
export type Dropped = Heard & { readonly type: 'dropped'; readonly lastVisitAt: Instant };

/** One reward became due; `time` is when it was earned (R14). */
export interface Granted {
  readonly type: 'granted';
  readonly delivery?: string;
  readonly time: Instant;
  readonly code: string;
  readonly megabytes: number;
}

/** What the clock brought: the quiet period's end, the completion, or the end. */
export type Elapsed =
  | { readonly type: 'quiet-period-over'; readonly time: Instant }
  | { readonly type: 'completed'; readonly time: Instant }
  | { readonly type: 'ended'; readonly time: Instant; readonly reason: ExpiryReason };

export type Fact = HeardFact | Dropped | Granted | Elapsed;

/** One change of one participation, written once: what was heard and what follows, recorded at one instant. */
export interface Step {
  readonly recordedAt: Instant;
  readonly facts: readonly Fact[];
}
