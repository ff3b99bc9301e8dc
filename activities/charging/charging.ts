/** One grant as the charging system is to book it. Every try of one grant carries the same values. */
export interface TopUp {
  /** Identifies the top-up at the charging system, as its requestor and as its Idempotency-Key. */
  readonly grantId: string;
  /** 1, and one more for each time that somebody asked to try a *failed* grant again; absent: 1. */
  readonly attempt?: number | undefined;
  readonly megabytes: number;
  /** Epoch milliseconds until which the megabytes can be used; absent: for ever. */
  readonly validUntil?: number | undefined;
  readonly accountId: string;
  readonly bucketId: string;
}

/** How one call is to be made. */
export interface CreditCall {
  /** For the whole call, looking up included. */
  readonly timeoutMs: number;
  /** False only while the charging system was never asked about this grant: later nobody can know what it has booked. */
  readonly lookUpFirst: boolean;
  /** What a `pending` outcome gave as its reference: that top-up is asked after. */
  readonly reference?: string | undefined;
  /** Gives the call up; its outcome is then unknown, hence `pending`. */
  readonly signal?: AbortSignal | undefined;
}

/** What waiting does not mend and somebody has to look at. */
export const CHARGING_ALARMS = [
  /** The address, the credentials or the filter that Quietline was given do not fit this charging system. */
  'configuration',
  /** More than one top-up was booked under one grant; nothing more is booked for it. */
  'booked-more-than-once',
  /** The charging system lists top-ups of others when asked for ours: it cannot be told whether ours is among them. */
  'look-up-unreliable',
  /** It answered something that TMF654 does not know. */
  'unreadable-answer',
  /** It says the Idempotency-Key was used before, yet lists no top-up for it. */
  'conflict-without-booking',
] as const;

export type ChargingAlarm = (typeof CHARGING_ALARMS)[number];

/** What became of a grant; reasons say what to do and hold no personal data. */
export type CreditOutcome =
  | { readonly state: 'credited'; readonly reference: string; readonly alarm?: ChargingAlarm }
  | { readonly state: 'failed'; readonly reason: string; readonly alarm?: ChargingAlarm }
  | {
      readonly state: 'pending';
      readonly reason: string;
      /** The charging system's own id, where it has one: hand it back at the next call; null: forget the one that was handed in. */
      readonly reference?: string | null;
      /** Ask no sooner than this. */
      readonly retryAfterMs?: number;
      readonly alarm?: ChargingAlarm;
    };

/** The operator's charging system (R14). */
export interface Charging {
  /**
   * Books the top-up unless it is booked already. Nothing that the charging system or the network does makes it throw; it throws
   * `TypeError` for a top-up or a call that nobody can mean.
   */
  credit(topUp: TopUp, call: CreditCall): Promise<CreditOutcome>;
}
