import { z } from 'zod';

const LONGEST = 256;

/**
 * What nobody sees, or what leaves open what was meant: control and format characters, halves of surrogate pairs, private and unassigned ones;
 * fillers, variation selectors and others that are shown by nothing; every blank but the plain one, and that at either end; and the two signs
 * that stand for something lost.
 */
const UNCLEAR =
  /[\p{C}\p{Default_Ignorable_Code_Point}]|(?! )\p{Z}|^ | $|\u2800|\u{13441}|\u{13442}|\u{16fe4}|\u{1d159}|\ufffc|\ufffd/u;

/** A character by its number in Unicode. */
export type CodePoint = `U+${string}`;

/** The first character of this id that makes it unclear who or what is meant; undefined where there is none. */
export function unclearIn(id: string): CodePoint | undefined {
  const found = UNCLEAR.exec(id)?.[0].codePointAt(0);
  return found === undefined ? undefined : `U+${found.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** What is seen of this id. */
export function withoutUnclear(id: string): string {
  let left = id;
  for (let before; before !== left;) {
    before = left;
    left = left.replace(UNCLEAR, '');
  }
  return left;
}

/** Whether this names a character and says nothing else. */
export function isCodePoint(text: string): text is CodePoint {
  return /^U\+[0-9A-F]{4,6}$/.test(text);
}

/** What to do about such a character; says nothing else of the id. */
export function unclearAdvice(character: CodePoint): string {
  return character === 'U+0020'
    ? 'A blank (U+0020) stands at the beginning or the end of this id: take it off.'
    : `${character} stands in this id, which nobody sees or can tell from another: take it out.`;
}

/** An id that others made and that is compared sign by sign: as it was sent, of 1 to 256 characters, each of which can be seen. */
export function opaqueId() {
  return seenId().min(1).max(LONGEST);
}

/** The same in Unicode's form NFC: however its letters were put together, it is one id. */
export function composedId() {
  return seenId().normalize('NFC').min(1).max(LONGEST);
}

function seenId() {
  return z.string().superRefine((id, context) => {
    const character = unclearIn(id);
    if (character === undefined) return;
    const params = { code: 'invalid-format', character };
    context.addIssue({ code: 'custom', message: unclearAdvice(character), params, continue: false });
  });
}

/** The forms of Unicode in which this id may have been written, itself first. */
export function spellingsOf(id: string): readonly string[] {
  return [...new Set([id, id.normalize('NFC'), id.normalize('NFD')])];
}
