import type { Instant } from '../terms.js';

/** When a written day, or the time on it, begins: in each way in which it can be read. */
export type Readings = readonly Instant[];

/** The days that a text names, and what is left of it without them. */
export interface Dates {
  readonly days: readonly Readings[];
  readonly rest: string;
}

/** Spreadsheets and databases write years before where they know none: 1899-12-30, 1970-01-01. */
const EARLIEST_YEAR = 1990;
const HOUR_MS = 3_600_000;
/** What is written without a zone is of Central Europe, in summer so far ahead of UTC. */
const AHEAD_OF_UTC_MS = 2 * HOUR_MS;

const MONTHS: readonly (readonly string[])[] = [
  'jan jän januar january jänner',
  'feb februar february feber',
  'mar mär mrz märz maerz march',
  'apr april',
  'mai may',
  'jun juni june',
  'jul juli july',
  'aug august',
  'sep sept september',
  'okt oct oktober october',
  'nov november',
  'dez dec dezember december',
].map((names) => names.split(' '));

/** As ISO 8601 and people write it; the name of its zone stands in brackets. */
const TIME =
  '(?:T|,? (?:(?:um|at) )?)(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:[.,]\\d+)?)?' +
  ' ?(?:(?<utc>Z)|(?<sign>[+-])(?<zoneHours>\\d{2}):?(?<zoneMinutes>\\d{2}))?(?:\\[[\\w/+-]+\\])?';

const FORMS: readonly RegExp[] = [
  // 2026-03-01, 2026/3/1
  '(?<year>\\d{4})(?<gap>[-/.])(?<month>\\d{1,2})\\k<gap>(?<day>\\d{1,2})',
  // 1.3.2026, 01.03.26
  '(?<day>\\d{1,2})\\. ?(?<month>\\d{1,2})\\. ?(?<year>\\d{4}|\\d{2})',
  // 01/03/2026, 01-03-2026: nobody knows which is the month
  '(?<either>\\d{1,2})(?<gap>[-/])(?<or>\\d{1,2})\\k<gap>(?<year>\\d{4})',
  // 1. März 2026, 1st of March 2026, 01-Mar-2026
  '(?<day>\\d{1,2})(?:\\.|st|nd|rd|th)?[ -]?(?:of )?(?<named>\\p{L}{3,9})\\.?,?[ -]?(?<year>\\d{4})',
  // March 1, 2026
  '(?<named>\\p{L}{3,9})\\.? (?<day>\\d{1,2})(?:st|nd|rd|th)?,? (?<year>\\d{4})',
].map(
  // not inside a longer number, or that of a version
  (form) => new RegExp(`(?<![\\p{L}\\p{N}]|\\d[-/.])${form}(?:${TIME})?(?![\\p{L}\\p{N}]|[-/.]\\d)`, 'giu'),
);

type Part = 'year' | 'month' | 'day' | 'either' | 'or' | 'named';
type TimePart = 'hour' | 'minute' | 'second' | 'utc' | 'sign' | 'zoneHours' | 'zoneMinutes';
type Parts = Readonly<Partial<Record<Part | TimePart, string>>>;

/** Finds the days that a text names in figures or in German or English words, each with its time of day where it has one. */
export function datesIn(text: string): Dates {
  const days: Readings[] = [];
  let rest = text;
  for (const form of FORMS) {
    if (!/\d/.test(rest)) break;
    rest = rest.replace(form, (written: string, ...found: readonly unknown[]) => {
      const readings = readingsOf(found.at(-1) as Parts);
      if (readings.length === 0) return written;
      days.push(readings);
      return '';
    });
  }
  return { days, rest };
}

function readingsOf(parts: Parts): Readings {
  const { year, month, day, either, or, named } = parts;
  if (named !== undefined) return begins(parts, year, monthOf(named), day);
  if (either === undefined) return begins(parts, year, month, day);
  return [...begins(parts, year, or, either), ...begins(parts, year, either, or)];
}

function monthOf(named: string): number {
  return MONTHS.findIndex((names) => names.includes(named.toLowerCase())) + 1;
}

type Figures = string | number | undefined;

/** Nothing for a day that is not in the calendar, or lies before anything that is meant. */
function begins(parts: Parts, writtenYear: Figures, month: Figures, day: Figures): Readings {
  const year = Number(writtenYear) + (String(writtenYear).length === 2 ? 2_000 : 0);
  const date = new Date(Date.UTC(year, Number(month) - 1, Number(day)));
  // a day too many leads into another month
  const isThere = date.getUTCMonth() === Number(month) - 1;
  return isThere && year >= EARLIEST_YEAR ? [date.getTime() + timeOfDay(parts)] : [];
}

function timeOfDay({ hour, minute, second, ...zone }: Parts): number {
  const seconds = Number(minute ?? 0) * 60 + Number(second ?? 0);
  return Number(hour ?? 0) * HOUR_MS + seconds * 1_000 - aheadOfUtc(zone);
}

function aheadOfUtc({ utc, sign, zoneHours, zoneMinutes }: Parts): number {
  if (utc !== undefined) return 0;
  if (sign === undefined) return AHEAD_OF_UTC_MS;
  return Number(`${sign}1`) * (Number(zoneHours) * HOUR_MS + Number(zoneMinutes) * 60_000);
}
