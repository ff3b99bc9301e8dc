import { Temporal } from 'temporal-polyfill';
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
