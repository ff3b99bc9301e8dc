import { text } from '../domain/text.js';

/** What spreadsheets show where there is no value, in English, German and French: with a sign at the end, and without. */
const SIGNED = [
  '(?:NULL?|DIV/0|VALUE|WERT|VALEUR|REF|BEZUG|NUM|ZAHL|NOMBRE|SPILL|ÜBERLAUF|CALC|KALK|ERROR|FEHLER)!',
  '(?:CONNECT|VERBINDEN|BLOCKED|BLOCKIERT|UNKNOWN|UNBEKANNT|FIELD|FELD|BUSY|EXTERNAL|TIMEOUT|PYTHON)!',
  '(?:NAME|NOM|MACRO|MAKRO)\\?',
].join('|');
const UNSIGNED = '#(?:N/A|N/V|N/D|NV|NA|GETTING_DATA|DATEN_ABRUFEN)|(?:Err|Fehler|Erreur):\\d{3}';

/** Anywhere in a text, as a formula may have put it there, but not as a part of a longer word. */
const WITHIN = new RegExp(`(?<![\\p{L}\\p{N}#])(?:#(?:${SIGNED})|(?:${UNSIGNED})(?![\\p{L}\\p{N}#/]))`, 'iu');
/** Others of their kind, and of other languages, by themselves. */
const ALONE = /^(?:#+|#[\p{Lu}\d_/]+[!?]|(?:Error|Fehler) 20\d\d)$/u;

/** What each of them has: most cells have none, and are not looked through further. */
const MAYBE = /#|Err|Fehler/i;

/** Whether a spreadsheet's error value stands in this text: where one is, the sheet says of itself that it knows nothing. */
export function holdsErrorValue(written: string): boolean {
  return MAYBE.test(written) && (WITHIN.test(written) || ALONE.test(written.trim()));
}

/** Text that no spreadsheet's error value stands in. */
export function sheetText(max: number) {
  return text(max).refine((written) => !holdsErrorValue(written), {
    error: "A spreadsheet's error value stands here: mend its formula.",
    params: { code: 'error-value' },
    abort: true,
  });
}
