import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { composedId, unclearIn, withoutUnclear } from '../../src/domain/opaque-id.js';

const schema = composedId();
const character = fc.oneof(
  fc.integer({ min: 0x20, max: 0x7e }),
  fc.integer({ min: 0xa0, max: 0x36f }),
  fc.integer({ min: 0, max: 0x10ffff }),
  fc.constantFrom(0x200b, 0xad, 0x2060, 0x202a, 0xfe0f, 0x3164, 0x1e9b, 0x323, 0x307, 0x1100, 0x1161, 0xac00),
);
const id = fc
  .array(character, { minLength: 1, maxLength: 12 })
  .map((codes) => String.fromCodePoint(...codes));
const readable = id.filter((text) => schema.safeParse(text).success);

describe('reading an id', () => {
  it('reads what it has read as the same', () => {
    fc.assert(fc.property(readable, (text) => schema.parse(schema.parse(text)) === schema.parse(text)));
  });

  it('makes one of whatever Unicode holds to be the same', () => {
    fc.assert(
      fc.property(readable, (text) => {
        const read = schema.parse(text);
        for (const form of ['NFC', 'NFD'] as const) expect(schema.parse(text.normalize(form))).toBe(read);
      }),
    );
  });

  it('makes no second one of what looks the same: either it reads the same, or it is refused', () => {
    fc.assert(
      fc.property(readable, id, fc.nat(), (text, other, at) => {
        const place = at % (text.length + 1);
        const hidden = [...other].filter((each) => unclearIn(`x${each}x`) !== undefined).join('');
        const twin = text.slice(0, place) + hidden + text.slice(place);
        const read = schema.safeParse(twin);
        expect(read.success ? read.data : schema.parse(text)).toBe(schema.parse(text));
        expect(hidden === '' || !read.success).toBe(true);
      }),
    );
  });

  it('leaves of any text what is read, or nothing', () => {
    fc.assert(
      fc.property(id, (text) => {
        const left = withoutUnclear(text);
        expect(left === '' || schema.safeParse(left).success).toBe(true);
      }),
    );
  });

  it('agrees with itself about every character there is', () => {
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const text = `a${String.fromCodePoint(code)}b`;
      const composed = text.normalize('NFC');
      if (unclearIn(text) === undefined && unclearIn(composed) !== undefined)
        throw new Error(code.toString(16));
    }
  });
});
