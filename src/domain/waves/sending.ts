import type { Instant, Milliseconds } from '../terms.js';

/** How many customers are invited together, in one transaction. */
export const PAGE = 100;

/** When so many of so many sends in a row have failed, more than 5 %, a wave pauses itself. */
export const LAST_SENDS = 200;
export const TOO_MANY = LAST_SENDS * 0.05 + 1;

export const WAVE_STATES = ['empty', 'checked', 'sending', 'paused', 'done', 'cancelled'] as const;

export type WaveState = (typeof WAVE_STATES)[number];

/** What may be asked of a wave. */
export type SteeringStep = 'send' | 'pause' | 'resume' | 'cancel';

/** The shortest that a wave is left alone for; and the longest where its send window is shut, or where its messages have yet to leave. */
const SHORTEST_PAUSE: Milliseconds = 1_000;
const LONGEST_PAUSE: Milliseconds = 60_000;
const LONGEST_FOR_ROOM: Milliseconds = 30_000;

/** How a wave stands at this moment. */
export interface Standing {
  readonly state: WaveState;
  /** This moment, on the clock that the send window is judged by. */
  readonly now: Instant;
  /** When its messages may be sent: by now, or from a later instant on; infinity for never. */
  readonly opensAt: Instant;
  /** A newer version of its programme was published than the one that it is for. */
  readonly programmeChanged: boolean;
  /** Invitations that are on their way to their customers. */
  readonly underWay: number;
  /** Among how many sends in a row the closest eleven lie that have failed since it was begun; null where fewer have. */
  readonly failuresWithin: number | null;
}

/** Why no further page is invited now: it is over, somebody paused it, it has to pause, or its send window is shut. */
export type Stop =
  | { readonly what: 'done' | 'cancelled' | 'paused' }
  | { readonly what: 'pause'; readonly because: 'too-many-failed' | 'window-shut' | 'programme-changed' }
  /** The pause is for whoever waits by another clock, which may have reached that instant already. */
  | { readonly what: 'wait'; readonly until: Instant; readonly pause: Milliseconds };

/**
 * Whether anything speaks against inviting the next page now; a wave pauses itself when more than 5 % of its last 200 sends have failed, or of
 * any 200 in a row before, as far as that is known only now; and when what it is for has changed, of which only somebody can say whether
 * the list is still for it.
 */
export function reasonToStop({
  state,
  now,
  opensAt,
  programmeChanged,
  failuresWithin,
}: Standing): Stop | undefined {
  if (state === 'done' || state === 'cancelled') return { what: state };
  if (state !== 'sending') return { what: 'paused' };
  if (programmeChanged) return { what: 'pause', because: 'programme-changed' };
  if (failuresWithin !== null && failuresWithin <= LAST_SENDS)
    return { what: 'pause', because: 'too-many-failed' };
  if (opensAt === Infinity) return { what: 'pause', because: 'window-shut' };
  if (opensAt <= now) return undefined;
  const pause = Math.min(Math.max(opensAt - now, SHORTEST_PAUSE), LONGEST_PAUSE);
  return { what: 'wait', until: opensAt, pause };
}

/**
 * How long a wave is left alone that has had no room for another page `within` so long: until there is, if its messages go on leaving as
 * they did. Half a minute at the most, as the send rate may be raised meanwhile, and others' messages may have been in front.
 */
export function pauseForRoom(
  { before, now }: { readonly before: number; readonly now: number },
  within: Milliseconds,
): Milliseconds {
  const pause = before > now ? Math.ceil(((now - PAGE + 1) * within) / (before - now)) : Infinity;
  return Math.min(Math.max(pause, SHORTEST_PAUSE), LONGEST_FOR_ROOM);
}
