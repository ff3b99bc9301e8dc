import { describe, expect, it } from '@jest/globals';
import {
  composedId,
  isCodePoint,
  opaqueId,
  spellingsOf,
  unclearAdvice,
  unclearIn,
  withoutUnclear,
} from '../../src/domain/opaque-id.js';

const NFC = 'M\u00fcller';
const NFD = 'Mu\u0308ller';

/** Of each kind one or more, as somebody could paste it. */
const UNCLEAR: readonly [codePoint: string, what: string][] = [
  ['U+0000', 'NUL'],
  ['U+0009', 'tab'],
  ['U+000A', 'line feed'],
  ['U+000D', 'carriage return'],
  ['U+007F', 'delete'],
  ['U+0085', 'next line'],
  ['U+00A0', 'no-break space'],
  ['U+00AD', 'soft hyphen'],
  ['U+034F', 'combining grapheme joiner'],
  ['U+061C', 'Arabic letter mark'],
  ['U+115F', 'Hangul filler'],
  ['U+1680', 'Ogham space'],
  ['U+17B4', 'Khmer vowel that is not shown'],
  ['U+180E', 'Mongolian vowel separator'],
  ['U+2007', 'figure space'],
  ['U+200B', 'zero width space'],
  ['U+200D', 'zero width joiner'],
  ['U+200F', 'right-to-left mark'],
  ['U+2028', 'line separator'],
  ['U+2029', 'paragraph separator'],
  ['U+202A', 'left-to-right embedding'],
  ['U+202F', 'narrow no-break space'],
  ['U+2060', 'word joiner'],
  ['U+2064', 'invisible plus'],
  ['U+2069', 'pop directional isolate'],
  ['U+2800', 'blank of Braille'],
  ['U+3000', 'ideographic space'],
  ['U+3164', 'Hangul filler'],
  ['U+D800', 'half of a surrogate pair'],
  ['U+E000', 'private use'],
  ['U+FE0F', 'variation selector'],
  ['U+FEFF', 'byte order mark'],
  ['U+FFA0', 'half-width Hangul filler'],
  ['U+FFFC', 'object replacement'],
  ['U+FFFD', 'replacement of what was lost'],
  ['U+FFFF', 'no character'],
  ['U+0378', 'unassigned'],
  ['U+13441', 'Egyptian blank'],
  ['U+13442', 'lost Egyptian sign'],
  ['U+16FE4', 'Khitan filler'],
  ['U+1D159', 'null notehead'],
  ['U+E0001', 'language tag'],
  ['U+E0100', 'variation selector beyond the first plane'],
];

describe('an id that others made', () => {
  it.each(UNCLEAR)('is unclear with %s in it, a %s, wherever it stands', (codePoint) => {
    const character = String.fromCodePoint(Number.parseInt(codePoint.slice(2), 16));
    for (const id of [`${character}L11-1`, `L11${character}-1`, `L11-1${character}`, character]) {
      expect(unclearIn(id)).toBe(codePoint);
      const refused = { code: 'custom', message: unclearAdvice(codePoint as 'U+200B') };
      for (const schema of [opaqueId(), composedId()])
        expect(schema.safeParse(id).error?.issues).toMatchObject([
          { ...refused, params: { code: 'invalid-format', character: codePoint } },
        ]);
    }
    expect(withoutUnclear(`${character}L1${character}${character}1-1${character}`)).toBe('L11-1');
  });

  it('is unclear with a blank at either end', () => {
    expect(unclearIn(' L 1')).toBe('U+0020');
    expect(unclearIn('L 1 ')).toBe('U+0020');
    expect(unclearIn(' ')).toBe('U+0020');
    expect(withoutUnclear('  L 1\u200b ')).toBe('L 1');
    expect(unclearAdvice('U+0020')).toBe(
      'A blank (U+0020) stands at the beginning or the end of this id: take it off.',
    );
  });

  it('names the first such character, and nothing of the id', () => {
    expect(unclearIn('a\u2060b\u200bc')).toBe('U+2060');
    expect(unclearAdvice('U+200B')).toBe(
      'U+200B stands in this id, which nobody sees or can tell from another: take it out.',
    );
  });

  it.each([
    'L11-1',
    'a',
    'L 11 1',
    NFC,
    NFD,
    '4711/0815',
    '~!@#$%^&*()[]{}<>|"\'',
    '客户',
    'לקוח',
    '\u{1f642}',
  ])('is taken where all of it can be seen: %s', (id) => {
    expect(unclearIn(id)).toBeUndefined();
    expect(withoutUnclear(id)).toBe(id);
    expect(opaqueId().parse(id)).toBe(id);
    expect(composedId().parse(id)).toBe(id.normalize('NFC'));
  });

  it('has 1 to 256 characters, in the form in which it is kept', () => {
    for (const schema of [opaqueId(), composedId()]) {
      expect(schema.safeParse('').error?.issues).toMatchObject([{ code: 'too_small' }]);
      expect(schema.parse('x'.repeat(256))).toHaveLength(256);
      expect(schema.safeParse('x'.repeat(257)).error?.issues).toMatchObject([{ code: 'too_big' }]);
    }
    expect(composedId().parse('u\u0308'.repeat(256))).toBe('\u00fc'.repeat(256));
    expect(composedId().safeParse('\u0958'.repeat(129)).error?.issues).toMatchObject([{ code: 'too_big' }]);
    expect(opaqueId().safeParse('u\u0308'.repeat(256)).success).toBe(false);
  });

  it('is one in NFC, and may have been written in NFD', () => {
    expect(composedId().parse(NFD)).toBe(NFC);
    expect(composedId().parse('\u212b')).toBe('\u00c5');
    expect(spellingsOf(NFC)).toEqual([NFC, NFD]);
    expect(spellingsOf(NFD)).toEqual([NFD, NFC]);
    expect(spellingsOf('\u00e9\u0075\u0308')).toEqual(['\u00e9u\u0308', '\u00e9\u00fc', 'e\u0301u\u0308']);
    expect(spellingsOf('L11-1')).toEqual(['L11-1']);
  });

  it('is another one where it only looks alike', () => {
    expect(composedId().parse('\u0430')).not.toBe('a');
    expect(composedId().parse('\uff21')).toBe('\uff21');
    expect(composedId().parse('l1')).not.toBe(composedId().parse('L1'));
  });

  it('knows a code point from other words', () => {
    expect(['U+200B', 'U+0020', 'U+E0001', 'U+10FFFF'].every(isCodePoint)).toBe(true);
    expect(
      ['U+20B', 'u+200b', 'U+200G', 'U+200B ', ' U+200B', 'U+1000000', 'spreadsheet-number'].some(
        isCodePoint,
      ),
    ).toBe(false);
  });
});
