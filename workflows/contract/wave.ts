/** The workflow type that sends a wave. */
export const WAVE = 'wave';

/** What the Web UI says of that workflow. */
export const WAVE_SUMMARY = 'Invites the customers of a wave, page by page';

/** The workflow id under which a wave is sent; one at a time. */
export function waveIdOf(wave: string): string {
  return `${WAVE}-${wave}`;
}

/** How far a wave has come: every row up to this place in its list has been dealt with. */
export interface WaveProgress {
  readonly after: number;
  readonly invited: number;
}

/** A wave and where to go on. */
export interface WaveToSend extends Partial<WaveProgress> {
  readonly wave: string;
}

/**
 * Why a stretch of pages came to its end: `go-on` with the next one, at once or at that instant (ISO 8601), or not at all. `pauseMs`: no
 * sooner than that, as messages have to leave first, or as the instant is on another clock than the workflow's; earlier releases did not
 * say.
 */
export type Next =
  | { readonly what: 'go-on'; readonly pauseMs?: number }
  | { readonly what: 'wait'; readonly until: string; readonly pauseMs?: number }
  | { readonly what: 'done' | 'paused' | 'cancelled' };

/** What carries a wave's sending out. Everything may be repeated: nobody is invited twice. */
export interface WaveSending {
  /** Invites page after page, no faster than their messages leave, until there is a reason to come back. */
  inviteStretch(wave: string, progress: WaveProgress): Promise<WaveProgress & { readonly next: Next }>;
  /** What cancelling in the Web UI means. */
  cancelWave(wave: string): Promise<void>;
}

/** What became of sending a wave, or of this run of it: a paused one is resumed by a new run. */
export interface WaveSent {
  readonly ended: 'done' | 'paused' | 'cancelled';
  readonly invited: number;
}
