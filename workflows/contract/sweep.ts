/** The workflow type that finds who has not visited for too long, and the id of its schedule. */
export const SWEEP = 'sweep';

/** Where a pass over the due participations stands: after this one, up to the instant at which the pass began (ISO 8601 UTC). */
export interface Cursor {
  readonly until: string;
  readonly sweepAt: string;
  readonly participation: string;
}

/** One page of a pass: how many it was about, and where the next page begins; without that it was the last. */
export interface Page {
  readonly found: number;
  readonly next?: Cursor;
}

/** How many of the open participations are to be dropped now; `tooMany` by the limit that an operator has set. */
export interface Weighed {
  readonly drops: number;
  readonly open: number;
  readonly tooMany: boolean;
}

/** What the sweep asks PostgreSQL for, a page at a time. A page may be repeated: everybody is warned and proposed once. */
export interface Sweeping {
  /** Records the warnings that are due and puts every next look where it belongs; finds the newly warned. */
  warn(after?: Cursor): Promise<Page>;
  /** Counts the drops that are due, and raises the alarm when they are too many. */
  weigh(): Promise<Weighed>;
  /** Proposes the drops that are due; finds the newly proposed. */
  proposeDrops(after?: Cursor): Promise<Page>;
}

/** What one sweep did. */
export interface Swept {
  readonly warned: number;
  readonly proposed: number;
}

/** Where a sweep stands, also when it continues as new. */
export interface SweepProgress extends Swept {
  readonly stage: 'warn' | 'weigh' | 'propose-drops' | 'done';
  readonly after?: Cursor;
}
