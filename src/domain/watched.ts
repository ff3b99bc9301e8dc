import type { Instant, Milliseconds } from './terms.js';

/** A stretch of the video, in milliseconds from its beginning: [from, to). */
export interface Range {
  readonly from: Milliseconds;
  readonly to: Milliseconds;
}

/** A stretch that was played in one go at one speed, and how long that took on the player's own clock. */
export interface Played extends Range {
  readonly took: Milliseconds;
}

/** One player at work: when it was first and last heard of, on the server's clock. */
export interface Sitting {
  readonly id: string;
  readonly beganAt: Instant;
  readonly heardAt: Instant;
}

/** What is known of one participation's watching: its sittings, and what counts as played, in order and apart. */
export interface Progress {
  readonly sittings: readonly Sitting[];
  readonly ranges: readonly Range[];
}

/** What a player reports every few seconds: all that it has played since its sitting began. */
export interface WatchReport {
  readonly sitting: string;
  readonly played: readonly Played[];
}

/** How much of the video must have been played to count. */
const ENOUGH = 0.9;
/** Listening one and a half times as fast is still watching. */
const FASTEST = 1.5;
/** Clocks are read in turn, and reports take their time on the way. */
const SLACK_MS = 1_000;
const SLACK_OF_ONE_MS = 250;
/** A player that was silent for longer begins anew. */
const SILENT_AT_MOST_MS = 15 * 60_000;
/** More are forgotten, the oldest first, together with the time that they took: nobody gains by that. */
const MOST_SITTINGS = 20;
const MOST_RANGES = 200;

/**
 * What is known after a report that arrives at `at`. The first report of a sitting only begins it: a forged one of full length
 * counts nothing. Later ones count what was played no faster than allowed, as far as there was time for it on the server's
 * clock since the sittings began, time in which several played at once being counted once. A report may come twice, late or out
 * of order: it says all that its player has played, and what there was no time for yet counts when it is said again.
 */
export function heard(
  progress: Progress,
  report: WatchReport,
  at: Instant,
  duration: Milliseconds,
): Progress {
  const known = progress.sittings.findLast(({ id }) => id === report.sitting);
  if (!known || at - known.heardAt > SILENT_AT_MOST_MS) {
    const begun = { id: report.sitting, beganAt: at, heardAt: at };
    return { ...progress, sittings: [...progress.sittings, begun].slice(-MOST_SITTINGS) };
  }
  const still = { ...known, heardAt: Math.max(known.heardAt, at) };
  const sittings = progress.sittings.map((each) => (each === known ? still : each));
  const time = length(merged(sittings.map(({ beganAt, heardAt }) => ({ from: beganAt, to: heardAt }))));
  return { sittings, ranges: counted(progress.ranges, report.played, FASTEST * time + SLACK_MS, duration) };
}

/** The share of the video that has been played, from 0 to 1. */
export function watchedShare({ ranges }: Progress, duration: Milliseconds): number {
  return length(ranges) / duration;
}

/** Whether enough of the video has really been played. */
export function isWatched(progress: Progress, duration: Milliseconds): boolean {
  return length(progress.ranges) >= ENOUGH * duration;
}

/** The ranges with each stretch that is plausible and for which there was time. */
function counted(
  ranges: readonly Range[],
  played: readonly Played[],
  most: Milliseconds,
  duration: Milliseconds,
): readonly Range[] {
  return played.reduce((known, { from, to, took }) => {
    const within = from >= 0 && from < to && to <= duration + SLACK_OF_ONE_MS;
    if (!within || to - from > FASTEST * took + SLACK_OF_ONE_MS) return known;
    const more = merged([...known, { from, to: Math.min(to, duration) }]);
    return length(more) <= most && more.length <= MOST_RANGES ? more : known;
  }, ranges);
}

/** The same stretches in order and apart. */
function merged(ranges: readonly Range[]): readonly Range[] {
  const apart: Range[] = [];
  for (const range of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = apart.at(-1);
    if (last && range.from <= last.to)
      apart[apart.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    else apart.push(range);
  }
  return apart;
}

function length(ranges: readonly Range[]): Milliseconds {
  return ranges.reduce((sum, { from, to }) => sum + to - from, 0);
}
