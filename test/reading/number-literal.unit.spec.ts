import { describe, expect, it } from '@jest/globals';
import { NumberLiteral, parseLiterally } from '../../src/reading/number-literal.js';

describe('a number of JSON', () => {
  it.each([
    ['4915112345678', true],
    ['-1', true],
    ['0', true],
    ['9007199254740991', true],
    ['9007199254740993', false],
    ['4.91512E+12', false],
    ['4915112345678.0', false],
    ['49151e8', false],
    ['1E0', false],
  ])('keeps what was written: %s, whole: %s', (source, isWhole) => {
    const { field } = parseLiterally(`{"field": ${source}}`) as { field: NumberLiteral };
    expect(field).toBeInstanceOf(NumberLiteral);
    expect(field).toMatchObject({ source, isWhole });
  });

  it('leaves what is none as it was, and refuses what is no JSON', () => {
    const row = { a: '1.0', b: true, c: null, d: [{ e: '2' }] };
    expect(parseLiterally(JSON.stringify(row))).toEqual(row);
    expect(() => parseLiterally('{"a": 01}')).toThrow(SyntaxError);
  });
});
