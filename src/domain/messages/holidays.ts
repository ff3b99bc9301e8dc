import Holidays from 'date-holidays';

const known = new Map<string, ReadonlySet<string>>();

/** The public holidays of a year in a region (ISO 3166-2, such as DE or DE-BY), as ISO 8601 dates. */
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
  const found = holidays.getHolidays(year).filter(({ type }) => type === 'public');
  return new Set(found.map(({ date }) => date.slice(0, 10)));
}
