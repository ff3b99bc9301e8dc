/** What people and spreadsheets write where there is nothing, in letters and figures alone. */
export const DENIALS: ReadonlySet<string> = wordsOf(
  'no n not none never nothing false f off 0 na nil null undefined unknown missing pending open tbd',
  'nein nicht nie nichts kein keine keiner keines falsch aus ka unbekannt fehlt offen',
);

/** Whether this proves nothing: it is empty, or a word alone that denies it, such as no, nein, none, n/a or -. */
export function isDenial(value: string): boolean {
  const said = value.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  return said === '' || DENIALS.has(said);
}

/** Each word of these lines. */
export function wordsOf(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(' ')));
}
