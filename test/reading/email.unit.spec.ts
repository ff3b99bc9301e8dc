import { describe, expect, it } from '@jest/globals';
import { emailSchema, readEmail, shownDomain } from '../../src/reading/email.js';

describe('an e-mail address is read', () => {
  it.each([
    ['plain', 'anna@example.org', 'anna@example.org'],
    ['its name as it is written', 'Anna.B+news@Example.ORG', 'Anna.B+news@example.org'],
    ['an ampersand', 'a&b@example.org', 'a&b@example.org'],
    ['an exclamation mark', 'a!b@example.org', 'a!b@example.org'],
    ['a slash', 'a/b@example.org', 'a/b@example.org'],
    ['an equals sign', 'a=b@example.org', 'a=b@example.org'],
    ['whatever else a name may hold', "#$%'*?^_`{|}~-@example.org", "#$%'*?^_`{|}~-@example.org"],
    ['a domain with an umlaut', 'anna@Müller.de', 'anna@xn--mller-kva.de'],
    ['the same, decomposed', 'anna@Mu\u0308ller.de', 'anna@xn--mller-kva.de'],
    ['the same in ASCII', 'anna@XN--MLLER-KVA.de', 'anna@xn--mller-kva.de'],
    ['a sharp s, which is no double s', 'anna@straße.de', 'anna@xn--strae-oqa.de'],
    ['a top level beyond ASCII', 'anna@пример.рф', 'anna@xn--e1afmkfd.xn--p1ai'],
    ['a full stop of another script', 'anna@例え。jp', 'anna@xn--r8jz45g.jp'],
    ['a joiner that belongs there', 'anna@نامه\u200Cای.com', 'anna@xn--mgba3gch31f060k.com'],
    ['spaces around it', ' \u00A0anna@example.org\t\r\n', 'anna@example.org'],
    ['a byte order mark', '\uFEFFanna@example.org', 'anna@example.org'],
    ['marks of direction', '\u202Aanna@example.org\u202C', 'anna@example.org'],
    ['isolates and spaces', '\u2068 anna@example.org \u2069', 'anna@example.org'],
    ['soft hyphens', 'an\u00ADna@exam\u00ADple.org', 'anna@example.org'],
    ['zero width spaces and word joiners', 'anna\u200B@\u2060example.org\u200B', 'anna@example.org'],
  ])('%s', (_what, written, address) => {
    expect(readEmail(written)).toBe(address);
    expect(readEmail(address)).toBe(address);
    expect(emailSchema.parse(written)).toBe(address);
  });

  it.each([
    ['nothing', ''],
    ['no name', '@example.org'],
    ['no domain', 'anna@'],
    ['no sign between', 'anna.example.org'],
    ['a domain of one label', 'anna@localhost'],
    ['a number for a domain', 'anna@192.168.0.1'],
    ['a number in brackets', 'anna@[192.168.0.1]'],
    ['a port', 'anna@example.org:25'],
    ['a path', 'anna@example.org/x'],
    ['a coded sign in the domain', 'anna@ex%61mple.org'],
    ['a space within', 'an na@example.org'],
    ['a space before the sign', 'anna @example.org'],
    ['a no-break space within', 'anna@\u00A0example.org'],
    ['a line break within', 'anna@example.org\nbcc@example.org'],
    ['two addresses', 'anna@example.org,otto@example.org'],
    ['two addresses behind a semicolon', 'anna@example.org; otto@example.org'],
    ['a name with it', 'Anna <anna@example.org>'],
    ['a mailto link', 'mailto:anna@example.org'],
    ['a quoted name', '"anna b"@example.org'],
    ['a name beyond ASCII', 'jürgen@example.org'],
    ['two points', 'anna..b@example.org'],
    ['a point before', '.anna@example.org'],
    ['a point behind', 'anna.@example.org'],
    ['an empty label', 'anna@example..org'],
    ['the root behind it', 'anna@example.org.'],
    ['a hyphen at the end of a label', 'anna@example-.org'],
    ['an underscore in the domain', 'anna@exam_ple.org'],
    ['what is no IDN', 'anna@xn--a\u00FC.de'],
    ['a name of 65 signs', `${'a'.repeat(65)}@example.org`],
    ['255 signs', `anna@${'a.'.repeat(124)}de`],
    ['a spreadsheet error', '#NV'],
  ])('but not %s', (_what, written) => {
    expect(readEmail(written)).toBeUndefined();
    expect(emailSchema.safeParse(written).error?.issues).toMatchObject([
      { params: { code: 'invalid-format' } },
    ]);
  });

  it('of at most 254 signs', () => {
    const longest = `anna@${'a.'.repeat(123)}com`;
    expect(longest).toHaveLength(254);
    expect(readEmail(longest)).toBe(longest);
  });

  it('and its domain is shown as people write it', () => {
    expect(shownDomain('anna@xn--mller-kva.de')).toBe('müller.de');
  });
});
