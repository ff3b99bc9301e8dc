import { day, deadline, inFigures, type Language } from '../domain/wording.js';
import type { Instant } from '../domain/terms.js';
import { STANDING_WORDS } from './standing/standing-words.js';

/** How instants and megabytes are written on a customer's own page. */
export interface Written {
  readonly language: Language;
  readonly on: (at: Instant) => string;
  readonly by: (end: Instant) => string;
  readonly megabytes: (value: number) => string;
}

/** As somebody in this zone writes them at `now`. */
export function writtenAt(now: Instant, language: Language, timeZone: string): Written {
  return {
    language,
    on: (at) => day(at, language, timeZone),
    by: (end) => deadline(end, now, language, timeZone),
    megabytes: (value) => STANDING_WORDS[language].megabytes(inFigures(value, language)),
  };
}
