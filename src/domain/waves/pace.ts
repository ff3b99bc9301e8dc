import { afterOpenTime, openTime, opensAt, type SendWindow } from '../messages/send-window.js';
import type { Instant, Milliseconds } from '../terms.js';

/** How many were invited at one instant. */
export interface InvitedPage {
  readonly at: Instant;
  readonly count: number;
}

/** So many invitations within so much time in which there may be any. */
export interface Pace {
  readonly invited: number;
  readonly within: Milliseconds;
}

/** When the wave goes on, where its window is shut at `now`; undefined where it is open, or there is none, or it never opens. */
export function waitsUntil(window: SendWindow | undefined, now: Instant): Instant | undefined {
  const at = window && opensAt(window, now);
  return at === undefined || at <= now ? undefined : at;
}

/**
 * How fast a wave goes by its last pages, in any order: those behind the oldest of them, over the time since that one in which the window
 * was open. Undefined while there are no two.
 */
export function paceOf(
  pages: readonly InvitedPage[],
  now: Instant,
  window: SendWindow | undefined,
): Pace | undefined {
  const begin = Math.min(...pages.map(({ at }) => at));
  const invited = pages.reduce((sum, { at, count }) => (at > begin ? sum + count : sum), 0);
  if (invited === 0) return undefined;
  const within = window ? openTime(window, begin, now) : now - begin;
  return within > 0 ? { invited, within } : undefined;
}

/** How many a minute that is. */
export function perMinute({ invited, within }: Pace): number {
  return Math.round((invited * 60_000) / within);
}

/** When so many more will have been invited at this pace while the window is open; undefined while nobody can know. */
export function expectedEnd(
  left: number,
  pace: Pace | undefined,
  now: Instant,
  window: SendWindow | undefined,
): Instant | undefined {
  if (left === 0) return now;
  if (!pace) return undefined;
  const needs = Math.ceil((left * pace.within) / pace.invited);
  return window ? afterOpenTime(window, now, needs) : now + needs;
}
