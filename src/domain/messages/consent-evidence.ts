import type { Instant } from '../terms.js';
import { DENIALS, wordsOf } from './denials.js';
import { datesIn } from './written-dates.js';

/** Words that deny a consent, or take it back. */
const DENYING: ReadonlySet<string> = new Set([
  ...DENIALS,
  ...wordsOf(
    'without empty declined refused revoked withdrawn unsubscribed',
    'ohne keinen keinem leer nv abgelehnt verweigert widerrufen abgemeldet',
  ),
]);

/** Words that go with any date, or with any consent: they do not say where this one comes from. */
const ANYWHERE = wordsOf(
  'yes true ok okay date dated day on of at from since the in as am pm',
  'ja wahr datum tag vom von seit den der dem im um uhr',
  'utc gmt cet cest mez mesz',
  'mon monday tue tuesday wed wednesday thu thursday fri friday sat saturday sun sunday',
  'mo montag di dienstag mi mittwoch do donnerstag fr freitag sa samstag sonnabend so sonntag',
);

/** Clocks of several systems never agree: a consent of this moment may come from one that is so far ahead. */
const CLOCKS_APART_MS = 5 * 60_000;

/**
 * Whether this proves that somebody consented: it names a day that has come, and in a word where the consent comes from, such as
 * `opt-in of 2026-03-01`. A denial at its beginning denies all of it; of a date that can be read in two ways both must have come.
 */
export function provesConsent(evidence: string, now: Instant): boolean {
  const { days, rest } = datesIn(evidence.replace(/\p{Cf}/gu, '').replace(/\s+/g, ' '));
  const hasCome = days.some((readings) => readings.every((at) => at <= now + CLOCKS_APART_MS));
  const words = rest.toLowerCase().match(/\p{L}{2,}/gu) ?? [];
  const [first = ''] = words;
  return hasCome && !DENYING.has(first) && words.some((word) => !DENYING.has(word) && !ANYWHERE.has(word));
}
