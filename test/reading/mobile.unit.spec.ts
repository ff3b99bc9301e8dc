import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mobileSchema, readMobile, trunkSpelling } from '../../src/reading/mobile.js';

const NUMBER = '+4917012345678';
const SHORTER = '+491701234567';

describe('a mobile number is read', () => {
  it.each([
    ['E.164', '+4917012345678', NUMBER],
    ['without its country', '017012345678', NUMBER],
    ['in groups', '0170 123 45 678', NUMBER],
    ['in pairs', '0170 12 34 56 78', NUMBER],
    ['a slash behind the area code', '0170/12345678', NUMBER],
    ['a slash with spaces', '0170 / 1234 5678', NUMBER],
    ['a hyphen behind the area code', '0170-12345678', NUMBER],
    ['hyphens all through', '+49-170-123-45-678', NUMBER],
    ['full stops all through', '0170.123.456.78', NUMBER],
    ['as registries write it (RFC 5733)', '+49.17012345678', NUMBER],
    ['the area code in brackets', '(0170) 12345678', NUMBER],
    ['the country in brackets', '(+49) 170 12345678', NUMBER],
    ['the zero in brackets', '+49 (0)170 12345678', NUMBER],
    ['the zero in brackets, spaced', '+49 (0) 170 12345678', NUMBER],
    ['the zero in brackets without a plus', '49 (0)170 12345678', NUMBER],
    ['the zero in brackets behind 0049', '0049 (0) 170/12345678', NUMBER],
    ['0049', '004917012345678', NUMBER],
    ['a trunk zero behind the country', '+49017012345678', NUMBER],
    ['a trunk zero behind 0049', '0049 0170 12345678', NUMBER],
    ['what a spreadsheet left of +49', '4917012345678', NUMBER],
    ['what a spreadsheet left of +490', '49017012345678', NUMBER],
    ['what a spreadsheet left of 0170', '17012345678', NUMBER],
    ['the same in groups', '170 12345678', NUMBER],
    ['a tel URI', 'tel:+49-170-12345678', NUMBER],
    ['the apostrophe of a spreadsheet', "'017012345678", NUMBER],
    ['a number of seven digits', '0170 1234567', SHORTER],
    ['seven digits in groups', '0170-123-4567', SHORTER],
    ['seven digits in pairs', '0170 123 45 67', SHORTER],
    ['a zero width space around it', '\u200B0170 12345678\u200B', NUMBER],
    ['marks of direction around it', '\u202A+49 170 12345678\u202C', NUMBER],
    ['isolates around it', '\u2066+4917012345678\u2069', NUMBER],
    ['a byte order mark before it', '\uFEFF017012345678', NUMBER],
    ['a word joiner within', '0170\u206012345678', NUMBER],
    ['soft hyphens within', '0170\u00AD1234\u00AD5678', NUMBER],
    ['no-break spaces', '\u00A00170\u00A01234\u202F5678\u2009', NUMBER],
    ['non-breaking hyphens', '0170\u2011123\u201145678', NUMBER],
    ['an en dash', '0170 – 12345678', NUMBER],
    ['lines around it', '\r\n0170 12345678\n', NUMBER],
    ['Austrian pairs', '+43 664 123 45 67', '+436641234567'],
    ['an Austrian trunk zero', '+43 0664 1234567', '+436641234567'],
    ['French pairs', '+33 6 12 34 56 78', '+33612345678'],
    ['British, with its trunk zero in brackets', '+44 (0)7911 123456', '+447911123456'],
    ['American', '+1 202-555-0123', '+12025550123'],
  ])('%s: %s', (_what, written, number) => {
    expect(readMobile(written)).toEqual({ number });
  });

  it.each([
    ['nothing', ''],
    ['too short', '+1234567'],
    ['too short for Germany', '0170 123456'],
    ['too long', '0170 123456789'],
    ['a landline', '+493012345678'],
    ['a landline without its country', '030 12345678'],
    ['a free number', '+498001234567'],
    ['a free number without its country', '0800 1234567'],
    ['an international free number', '+80012345678'],
    ['a premium number', '0900 1234567'],
    ['a shared-cost number', '01805 123456'],
    ['a number for votes', '0137 1234567'],
    ['a number for life', '032 123456789'],
    ['a pager', '0168 12345678'],
    ['a satellite', '+870773111632'],
    ['a short number', '112'],
    ['a short code', '70070'],
    ['a service code', '*100#'],
    ['withheld', '#31#017012345678'],
    ['an extension', '0170 1234567 ext. 5'],
    ['an extension behind x', '017012345678x5'],
    ['an extension behind a comma', '017012345678,,5'],
    ['an extension of a tel URI', 'tel:+4917012345678;ext=5'],
    ['a vanity number', '0170 FLOWERS'],
    ['a remark', '017012345678 only mornings'],
    ['a remark in brackets', '0170 12345678 (privat)'],
    ['an ending in brackets', '0170 1234567 (8)'],
    ['two endings behind a slash', '0170 1234567/8'],
    ['two endings behind a spaced slash', '0170 1234567 / 8'],
    ['two endings behind a hyphen', '0170 1234567-8'],
    ['two endings behind an en dash', '0170 1234567–8'],
    ['two endings behind a space', '0170 1234567 8'],
    ['two endings of a grouped number', '0170 123 4567-8'],
    ['two endings with the country', '+49 170 1234567/8'],
    ['two endings without a zero', '1701234567-8'],
    ['three endings', '0170 1234567/8/9'],
    ['Austrian endings', '+43 664 1234567-89'],
    ['Austrian endings behind a slash', '+43 664 1234/5678'],
    ['three Austrian endings', '+43 664 1234567/8 9'],
    ['two numbers behind a slash', '017012345678/017112345678'],
    ['two numbers behind a comma', '017012345678, 017112345678'],
    ['two numbers behind a semicolon', '017012345678;017112345678'],
    ['two numbers behind oder', '017012345678 oder 017112345678'],
    ['two numbers on two lines', '017012345678\n017112345678'],
    ['two numbers behind a tab', '017012345678\t017112345678'],
    ['two numbers behind a space', '017012345678 017112345678'],
    ['a formula', '=+4917012345678'],
    ['a formula of a text', '="017012345678"'],
    ['quotes', '"017012345678"'],
    ['Arabic-Indic digits', '٠١٧٠١٢٣٤٥٦٧٨'],
    ['full-width digits', '０１７０１２３４５６７８'],
    ['a full-width plus', '＋4917012345678'],
    ['two pluses', '++4917012345678'],
    ['a plus before zeros', '+004917012345678'],
    ['a minus', '-4917012345678'],
    ['a plus within', '0170+12345678'],
    ['the country twice', '+494917012345678'],
    ['an American number without its plus', '1-701-234-5678'],
    ['a decimal of the area code', '0170 1234567.0'],
    ['a decimal with its zero', '017012345.67'],
    ['less than one', '0.17012345678'],
    ['a hyphen behind it', '0170 12345678-'],
    ['hyphens in a row', '0170--12345678'],
    ['brackets within', '0170 (0)12345678'],
    ['a bracket that stays open', '(0170 12345678'],
    ['very long', `0170 12345678${' '.repeat(80)}1`],
  ])('but not %s: %s', (_what, written) => {
    expect(readMobile(written)).toEqual({ unreadable: 'no-mobile-number' });
  });

  it.each([
    '491701234567.0',
    '1701234567.0',
    '491701234567,00',
    '4.91512E+12',
    '4,91512E+12',
    '4.91512e12',
    '49151E9',
    '4.91512E+011',
    '1.70123456789E+10',
    '491.701.234.567',
    '1,701,234,567',
    '17012345.67',
    '+4917012345.67',
    '+4.91512E+12',
  ])('and of what a spreadsheet has made of one it is said that it did: %s', (written) => {
    expect(readMobile(written)).toEqual({ unreadable: 'spreadsheet-number' });
    const [issue] = mobileSchema.safeParse(written).error?.issues ?? [];
    expect(issue?.message).toContain('give its cells the format Text');
    expect(issue?.message).not.toContain(written);
  });

  it('to the same however often: what was read is read as itself', () => {
    const digit = fc.constantFrom(...'0123456789');
    const mark = fc.constantFrom('', '', '', '', '', '', '', '', ' ', ' ', '-', '/', '.', '\u00AD', '(0)');
    const part = fc.tuple(digit, mark).map(([one, other]) => one + other);
    const start = fc.constantFrom('+49', '0049', '0170', '+49151', '(0)', '+43664', '49', '1701', '');
    const written = fc
      .tuple(start, fc.array(part, { minLength: 6, maxLength: 9 }))
      .map(([begin, rest]) => begin + rest.join(''));
    let readable = 0;
    fc.assert(
      fc.property(written, (text) => {
        const read = readMobile(text);
        if (!('number' in read)) return;
        readable += 1;
        expect(read.number).toMatch(/^\+[1-9]\d{6,14}$/);
        expect(readMobile(read.number)).toEqual(read);
        expect(text.replace(/\D|\(0\)/g, '')).toContain(read.number.slice(3));
      }),
      { numRuns: 5_000 },
    );
    expect(readable).toBeGreaterThan(100);
  });
});

describe('the other spelling of a number', () => {
  it.each([
    ['+4915123456780', '+49015123456780'],
    ['+436641234567', '+4306641234567'],
    ['+36201234567', '+3606201234567'],
    ['+12025550123', undefined],
    ['+1234567', undefined],
  ])('of %s is %s', (written, other) => {
    expect(trunkSpelling(written)).toBe(other);
    if (other !== undefined) expect(readMobile(other)).toEqual(readMobile(written));
  });
});
