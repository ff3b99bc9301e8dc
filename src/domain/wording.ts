import type { Instant } from './terms.js';

/** The languages that customers are spoken to in. */
export const LANGUAGES = ['de', 'en'] as const;

export type Language = (typeof LANGUAGES)[number];

const TAGS: Readonly<Record<Language, string>> = { de: 'de-DE', en: 'en-GB' };

/** A number as it is written, such as 1.800 in German. */
export function inFigures(value: number, language: Language): string {
  return new Intl.NumberFormat(TAGS[language]).format(value);
}

/** The last day that lies before an instant, on the zone's calendar, such as "30. September 2026". */
export function lastDayBefore(end: Instant, language: Language, timeZone: string): string {
  return new Intl.DateTimeFormat(TAGS[language], { dateStyle: 'long', timeZone }).format(end - 1);
}

const UNITS = ['years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds'] as const;
const DURATION = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** An ISO 8601 duration in words, such as "9 Monate"; nothing for what is none. */
export function inWords(duration: string, language: Language): string {
  const parts = DURATION.exec(duration)?.slice(1) ?? [];
  const record = Object.fromEntries(
    UNITS.flatMap((unit, i) => (parts[i] === undefined ? [] : [[unit, Number(parts[i])]])),
  );
  return new Intl.DurationFormat(TAGS[language], { style: 'long' }).format(record);
}
