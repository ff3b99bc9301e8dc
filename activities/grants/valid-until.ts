import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../src/domain/terms.js';

/** Until when megabytes granted at `from` can be used: `validFor` (ISO 8601) later by the calendar of the programme's zone. */
export function validUntil(from: Instant, validFor: string, timeZone: string): Instant {
  return Temporal.Instant.fromEpochMilliseconds(from)
    .toZonedDateTimeISO(timeZone)
    .add(Temporal.Duration.from(validFor)).epochMilliseconds;
}
