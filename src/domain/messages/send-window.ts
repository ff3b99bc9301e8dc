import { type Day, dayAfter, onTheClock } from '../calendar.js';
import type { Instant } from '../terms.js';

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

/** The first instant from `now` on at which the window is open: `now` itself when it is. Undefined when it does not open within a year. */
export function opensAt(window: SendWindow, now: Instant): Instant | undefined {
  for (let days = 0; days <= DAYS_AHEAD; days += 1) {
    const at = opensOn(dayAfter(now, days, window.timeZone), window, now);
    if (at !== undefined) return at;
  }
  return undefined;
}

function opensOn({ date, weekday }: Day, window: SendWindow, now: Instant): Instant | undefined {
  const { days, from, to, timeZone, holidays } = window;
  const isOpen = days.some((day) => WEEKDAYS.indexOf(day) + 1 === weekday) && !holidays.has(date);
  if (!isOpen || now >= onTheClock(date, to, timeZone)) return undefined;
  return Math.max(now, onTheClock(date, from, timeZone));
}
