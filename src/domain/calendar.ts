import { Temporal } from 'temporal-polyfill';
import { isPossible } from './duration.js';
import type { Instant } from './terms.js';

/**
 * The quiet period's end: the same wall-clock time in `timeZone` (IANA), `lasts` (ISO 8601) later, clamped to the
 * month's end (R4). A wall-clock time that a daylight-saving switch skips is moved forward, a repeated one is the first.
 */
export function quietPeriodEnd(start: Instant, lasts: string, timeZone: string): Instant {
  return Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(timeZone).add(lasts)
    .epochMilliseconds;
}

/** So few digits that the calendar reaches as far, whatever they are. */
const CALENDAR =
  /^P(?=.)(?:\d{1,4}Y)?(?:\d{1,5}M)?(?:\d{1,5}W)?(?:\d{1,6}D)?(?:T(?=.)(?:\d{1,7}H)?(?:\d{1,8}M)?(?:\d{1,10}S)?)?$/;

/** Whether this is an ISO 8601 duration of whole years down to whole seconds, from PT1S up to a century (R4). */
export function isCalendarDuration(duration: string): boolean {
  return CALENDAR.test(duration) && isPossible(quietPeriodEnd(0, duration, 'UTC'));
}

/** Whether the platform's time-zone database knows this name; an offset such as +01:00 has no daylight saving and is no zone. */
export function isTimeZone(name: string): boolean {
  if (/^[+-]/.test(name)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false; // which is how the platform says that it knows no such zone
  }
}

/** A day on a zone's calendar: its ISO 8601 date, and 1 for Monday to 7 for Sunday. */
export interface Day {
  readonly date: string;
  readonly weekday: number;
}

/** The day so many days after the one that `now` falls on in this zone. */
export function dayAfter(now: Instant, days: number, timeZone: string): Day {
  const day = Temporal.Instant.fromEpochMilliseconds(now)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .add({ days });
  return { date: day.toString(), weekday: day.dayOfWeek };
}

/**
 * When the zone's clocks show this time (HH:MM) on that date (ISO 8601). A time that a daylight-saving switch skips is moved forward, a
 * repeated one is the first.
 */
export function onTheClock(date: string, time: string, timeZone: string): Instant {
  return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds;
}
