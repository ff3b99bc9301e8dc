import Holidays from 'date-holidays';
import { dayAfter } from '../calendar.js';
import type { Instant } from '../terms.js';

const known = new Map<string, ReadonlySet<string>>();

/** The public holidays of a year in a region (ISO 3166-2, such as DE or DE-BY), as ISO 8601 dates: every day that one of them touches there. */
export function publicHolidays(region: string, year: number): ReadonlySet<string> {
  const key = `${region} ${year}`;
  const dates = known.get(key) ?? read(region, year);
  known.set(key, dates);
  return dates;
}

/** Whether the holidays of this region are known. */
export function isRegion(region: string): boolean {
  const [country = '', state] = region.split('-', 2);
  const holidays = new Holidays();
  if (!Object.hasOwn(holidays.getCountries(), country)) return false;
  return state === undefined || Object.hasOwn(holidays.getStates(country) ?? {}, state);
}

function read(region: string, year: number): ReadonlySet<string> {
  const [country = '', state = ''] = region.split('-', 2);
  const holidays = state === '' ? new Holidays(country) : new Holidays(country, state);
  const [zone = 'UTC'] = holidays.getTimezones();
  const found = holidays.getHolidays(year).filter(({ type }) => type === 'public');
  return new Set(found.flatMap(({ start, end }) => datesOf(start.getTime(), end.getTime(), zone)));
}

function datesOf(start: Instant, end: Instant, zone: string): readonly string[] {
  const last = dayAfter(end - 1, 0, zone).date;
  const dates: string[] = [];
  for (
    let date = dayAfter(start, 0, zone).date;
    date <= last;
    date = dayAfter(start, dates.length, zone).date
  )
    dates.push(date);
  return dates;
}
