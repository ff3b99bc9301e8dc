import type { Instant, Milliseconds } from '../terms.js';

/** How many customers are invited together, in one transaction. */
export const PAGE = 100;

/** So many of the last sends are looked at, and so many of them may fail before a wave pauses itself: 5 %. */
export const LAST_SENDS = 200;
const MAY_FAIL = LAST_SENDS * 0.05;

export const WAVE_STATES = ['empty', 'checked', 'sending', 'paused', 'done', 'cancelled'] as const;

export type WaveState = (typeof WAVE_STATES)[number];

/** How a wave stands at this moment. */
export interface Standing {
  readonly state: WaveState;
  /** When its messages may be sent: by now, or from a later instant on; infinity for never. */
  readonly opensAt: Instant;
  /** Invitations that are on their way to their customers. */
  readonly underWay: number;
  /** Of the last 200 that left since it was begun, how many have failed. */
  readonly failed: number;
}

/** Why no further page is invited now: it is over, somebody paused it, it has to pause, or its send window is shut. */
export type Stop =
  | { readonly what: 'done' | 'cancelled' | 'paused' }
  | { readonly what: 'pause'; readonly because: 'too-many-failed' | 'window-shut' }
  | { readonly what: 'wait'; readonly until: Instant };

/** Whether anything speaks against inviting the next page now; a wave pauses itself when more than 5 % of its last 200 sends have failed. */
export function reasonToStop({ state, opensAt, failed }: Standing, now: Instant): Stop | undefined {
  if (state === 'done' || state === 'cancelled') return { what: state };
  if (state !== 'sending') return { what: 'paused' };
  if (failed > MAY_FAIL) return { what: 'pause', because: 'too-many-failed' };
  if (opensAt === Infinity) return { what: 'pause', because: 'window-shut' };
  return opensAt > now ? { what: 'wait', until: opensAt } : undefined;
}

/** When the rest will have been invited if it goes on as it went; undefined while nobody can know. */
export function expectedEnd(
  {
    left,
    invited,
    within,
  }: { readonly left: number; readonly invited: number; readonly within: Milliseconds },
  now: Instant,
): Instant | undefined {
  if (left === 0) return now;
  return invited > 0 && within > 0 ? now + Math.ceil((left * within) / invited) : undefined;
}
