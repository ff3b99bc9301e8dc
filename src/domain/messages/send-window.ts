import { type Day, dayAfter, onTheClock } from '../calendar.js';
import type { Instant, Milliseconds } from '../terms.js';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export type Weekday = (typeof WEEKDAYS)[number];

/** When messages may be sent: on these days from `from` until before `to` (HH:MM on the zone's clocks), never on `holidays` (ISO 8601 dates). */
export interface SendWindow {
  readonly timeZone: string;
  readonly days: readonly Weekday[];
  readonly from: string;
  readonly to: string;
  readonly holidays: ReadonlySet<string>;
}

/** Further ahead nobody plans; a window that does not open in a year is shut. */
const DAYS_AHEAD = 366;

/** A stretch of time, `[start, end)`. */
interface Stretch {
  readonly start: Instant;
  readonly end: Instant;
}

/** The first instant from `now` on at which the window is open: `now` itself when it is. Undefined when it does not open within a year. */
export function opensAt(window: SendWindow, now: Instant): Instant | undefined {
  for (const { start } of openings(window, now)) return start;
  return undefined;
}

/** For how much of the time from `from` until before `until` the window is open; at most of a year. */
export function openTime(window: SendWindow, from: Instant, until: Instant): Milliseconds {
  let open = 0;
  for (const { start, end } of openings(window, from)) {
    if (start >= until) break;
    open += Math.min(end, until) - start;
  }
  return open;
}

/** When the window will have been open for so long, counted from `from`. Undefined when that is not within a year. */
export function afterOpenTime(window: SendWindow, from: Instant, ms: Milliseconds): Instant | undefined {
  let left = ms;
  for (const { start, end } of openings(window, from)) {
    if (left <= end - start) return start + left;
    left -= end - start;
  }
  return undefined;
}

/** When the window is open from `from` on, in order, of a year. */
function* openings(window: SendWindow, from: Instant): Generator<Stretch> {
  for (let days = 0; days <= DAYS_AHEAD; days += 1) {
    const opening = openingOn(dayAfter(from, days, window.timeZone), window);
    if (opening && opening.end > from) yield { start: Math.max(from, opening.start), end: opening.end };
  }
}

function openingOn({ date, weekday }: Day, window: SendWindow): Stretch | undefined {
  const { days, from, to, timeZone, holidays } = window;
  const isOpen = days.some((day) => WEEKDAYS.indexOf(day) + 1 === weekday) && !holidays.has(date);
  if (!isOpen) return undefined;
  const [start, end] = [onTheClock(date, from, timeZone), onTheClock(date, to, timeZone)];
  return start < end ? { start, end } : undefined;
}
