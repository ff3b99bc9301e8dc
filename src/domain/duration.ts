import type { Milliseconds } from './terms.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The exact parts of an ISO 8601 duration in the order in which they stand: weeks, days, hours, minutes, seconds. */
const EXACT = /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const LENGTHS = [7 * DAY, DAY, HOUR, MINUTE, SECOND];

/** The shortest and the longest duration of a programme; the longest keeps every instant a four-digit year. */
export const SHORTEST: Milliseconds = SECOND;
export const LONGEST: Milliseconds = 36_525 * DAY;

/**
 * The length of an exact ISO 8601 duration of whole weeks, days (24 h), hours, minutes and seconds (R4);
 * undefined for any other text, for years and months, and outside PT1S to P36525D.
 */
export function exactLength(duration: string): Milliseconds | undefined {
  const parts = EXACT.exec(duration)?.slice(1);
  if (!parts) return undefined;
  const length = parts.reduce((sum, part, i) => sum + Number(part ?? 0) * (LENGTHS[i] ?? 0), 0);
  return isPossible(length) ? length : undefined;
}

/** The length of a duration that was validated before; throws a RangeError that names any other. */
export function milliseconds(duration: string): Milliseconds {
  const length = exactLength(duration);
  if (length === undefined) throw new RangeError(`"${duration}" is no exact ISO 8601 duration from PT1S up`);
  return length;
}

/** Whether a programme may wait so long. */
export function isPossible(length: Milliseconds): boolean {
  return SHORTEST <= length && length <= LONGEST;
}
