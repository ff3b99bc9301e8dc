import { dayAfter, onTheClock } from './calendar.js';
import type { Instant } from './terms.js';

/** The languages that customers are spoken to in. */
export const LANGUAGES = ['de', 'en'] as const;

export type Language = (typeof LANGUAGES)[number];

const TAGS: Readonly<Record<Language, string>> = { de: 'de-DE', en: 'en-GB' };

/** A formatter takes a hundred times longer to make than to use. */
function once<F>(make: (language: Language, timeZone: string) => F): typeof make {
  const made = new Map<string, F>();
  return (language, timeZone) => {
    const key = `${language} ${timeZone}`;
    const known = made.get(key) ?? make(language, timeZone);
    made.set(key, known);
    return known;
  };
}

const numbers = once((language) => new Intl.NumberFormat(TAGS[language]));
const durations = once((language) => new Intl.DurationFormat(TAGS[language], { style: 'long' }));
const lists = once((language) => new Intl.ListFormat(TAGS[language]));
const days = once(
  (language, timeZone) => new Intl.DateTimeFormat(TAGS[language], { dateStyle: 'long', timeZone }),
);
const times = once(
  (language, timeZone) =>
    new Intl.DateTimeFormat(TAGS[language], { dateStyle: 'long', timeStyle: 'short', timeZone }),
);

/** A number as it is written, such as 1.800 in German. */
export function inFigures(value: number, language: Language): string {
  return numbers(language, '').format(value);
}

/** Words as a sentence lists them, such as "a, b and c". */
export function listed(words: readonly string[], language: Language): string {
  return lists(language, '').format(words);
}

/** The day on which an instant falls on the zone's calendar, such as "30. September 2026". */
export function day(at: Instant, language: Language, timeZone: string): string {
  return days(language, timeZone).format(at);
}

/** By when to act so as to be in time: the last day that is over when `end` comes, or on the day itself the time. */
export function deadline(end: Instant, now: Instant, language: Language, timeZone: string): string {
  const endsDay = onTheClock(dayAfter(end, 0, timeZone).date, '00:00', timeZone);
  return now < endsDay ? day(endsDay - 1, language, timeZone) : times(language, timeZone).format(end);
}

const UNITS = ['years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds'] as const;
const DURATION = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** An ISO 8601 duration in words, such as "9 Monate"; nothing for what is none. */
export function inWords(duration: string, language: Language): string {
  const parts = DURATION.exec(duration)?.slice(1) ?? [];
  const record = Object.fromEntries(
    UNITS.flatMap((unit, i) => (parts[i] === undefined ? [] : [[unit, Number(parts[i])]])),
  );
  return durations(language, '').format(record);
}
