import { Temporal } from 'temporal-polyfill';
import { isPossible } from './duration.js';
import type { Instant } from './terms.js';

/**
 * The quiet period's end: the same wall-clock time in `timeZone` (IANA), `lasts` (ISO 8601) later, clamped to the
 * month's end (R4). A wall-clock time that a daylight-saving switch skips is moved forward, a repeated one is the first.
 */
export function quietPeriodEnd(start: Instant, lasts: string, timeZone: string): Instant {
  return Temporal.Instant.fromEpochMilliseconds(start)
    .toZonedDateTimeISO(timeZone)
    .add(Temporal.Duration.from(lasts), { overflow: 'constrain' }).epochMilliseconds;
}

const CALENDAR = /^P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/;

/** Whether this is an ISO 8601 duration of whole years down to whole seconds, from PT1S up to a century (R4). */
export function isCalendarDuration(duration: string): boolean {
  if (!CALENDAR.test(duration)) return false;
  try {
    return isPossible(quietPeriodEnd(0, duration, 'UTC'));
  } catch (error) {
    if (error instanceof RangeError) return false; // no calendar reaches that far
    throw error;
  }
}

/** Whether the platform's time-zone database knows this name; an offset such as +01:00 has no daylight saving and is no zone. */
export function isTimeZone(name: string): boolean {
  if (/^[+-]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
