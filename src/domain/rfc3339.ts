import type { Instant } from './terms.js';

/** `date-time` of RFC 3339, section 5.6: always with seconds and zone; a blank in place of the T is no part of its grammar. */
const DATE_TIME =
  /^(\d{4}-\d\d-\d\d)T((?:[01]\d|2[0-3]):[0-5]\d):([0-5]\d|60)(\.\d+)?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;

/**
 * The instant that an RFC 3339 time names, in whole milliseconds: what is finer is cut off. A leap second is the second
 * after it, in whichever minute it is said to be, for nobody knows the coming ones. Undefined for any other text.
 */
export function instantOf(text: string): Instant | undefined {
  const [, date = '', minute, second, fraction = '', zone = ''] = DATE_TIME.exec(text) ?? [];
  if (!isDay(date)) return undefined;
  const isLeap = second === '60';
  const time = `${minute}:${isLeap ? '59' : second}${fraction.slice(0, '.000'.length)}`;
  return Date.parse(`${date}T${time}${zone.toUpperCase()}`) + (isLeap ? 1_000 : 0);
}

/** Whether the calendar has this day; the platform would take the 30th of February for a day in March. */
function isDay(date: string): boolean {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  return new Date(midnight).getUTCDate() === Number(date.slice(-2));
}
