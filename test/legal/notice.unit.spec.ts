import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { LANGUAGES } from '../../src/domain/wording.js';
import { REGISTER_WORDS } from '../../src/my-programme/registering/register-words.js';
import { PRIVACY_NOTICE_VERSION, privacyNotice, privacyNoticeShown } from '../../src/legal/notice.js';

const RESPONSIBLE = {
  name: 'Operator',
  imprint: 'Operator, Musterweg 1, Berlin',
  privacyVersion: '2026-11-01',
  privacyContact: 'privacy@operator.example',
};

describe('the privacy notice', () => {
  it.each([
    ['de', 'Link einer Einladung', 'Einspruch erheben: was Sie', 'das Konto', 'Wortlaut dieser Hinweise'],
    ['en', 'link of an invitation', 'appeal: what you write', 'the account', 'wording of this notice'],
  ] as const)('says in %s all that is kept, and when the cookie is set', (language, ...said) => {
    const text = privacyNotice(RESPONSIBLE, language).sections.flat().join(' ');
    for (const each of said) expect(text).toContain(each);
  });

  it.each([
    [
      'de',
      'Ihre Teilnahme beruht auf Ihrer Einwilligung',
      'Ich habe die Datenschutzhinweise gelesen und willige',
    ],
    [
      'en',
      'Your participation rests on the consent',
      'I have read the privacy notice and agree to the processing',
    ],
  ] as const)('names in %s the same basis for taking part as the form', (language, basis, box) => {
    const text = privacyNotice(RESPONSIBLE, language).sections.flat().join(' ');
    expect(text).toContain(basis);
    expect(text).not.toMatch(/Art\. 6(\(1\)\(b\)| Abs\. 1 Buchst\. b)/);
    expect(REGISTER_WORDS[language].privacy).toContain(box);
  });

  it.each([
    [
      'de',
      'die Zeilen der Listen, aus denen',
      'die das Los von der Einladung ausgenommen',
      'haben keine feste Frist',
    ],
    ['en', 'the rows of the lists that', 'whom the lot left out', 'have no fixed term'],
  ] as const)('says in %s what is kept of whoever is only on a list, and how long', (language, ...said) => {
    const text = privacyNotice(RESPONSIBLE, language).sections.flat().join(' ');
    for (const each of said) expect(text).toContain(each);
  });

  it('has a new version whenever what it says changes: whoever changes it gives it one, and writes its hashes here', () => {
    expect({
      version: PRIVACY_NOTICE_VERSION,
      hashes: LANGUAGES.map((each) => privacyNoticeShown(RESPONSIBLE, each).sha256.slice(0, 16)),
    }).toEqual({ version: '2026-12-01', hashes: ['457aecb0e2fa67c2', 'a3b7db321c01ce28'] });
  });

  it.each([
    ['de', 'Sobald keine Gutschrift mehr offen ist, spätestens nach drei Tagen, löschen wir'],
    ['en', 'As soon as no credit is pending, after three days at the latest, we delete'],
  ] as const)('promises in %s to erase no later than it is done', (language, promise) => {
    expect(privacyNotice(RESPONSIBLE, language).sections.flat().join(' ')).toContain(promise);
  });
});

describe('the evidence of what was accepted', () => {
  it.each(LANGUAGES)('holds in %s the version and every word that the page shows', (language) => {
    const { version, text } = privacyNoticeShown(RESPONSIBLE, language);
    expect(version).toBe('2026-11-01');
    const { title, sections } = privacyNotice(RESPONSIBLE, language);
    expect(text.split('\n\n')).toEqual([title, ...sections.flat()]);
    for (const said of [RESPONSIBLE.imprint, RESPONSIBLE.privacyContact, '2026-11-01'])
      expect(text).toContain(said);
  });

  it('has a hash that anybody can check', () => {
    const { text, sha256 } = privacyNoticeShown(RESPONSIBLE, 'de');
    expect(sha256).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
  });

  it('tells languages, versions and installations apart, and says the same twice', () => {
    const hashes = [
      privacyNoticeShown(RESPONSIBLE, 'de'),
      privacyNoticeShown(RESPONSIBLE, 'de'),
      privacyNoticeShown(RESPONSIBLE, 'en'),
      privacyNoticeShown({ ...RESPONSIBLE, privacyVersion: '2' }, 'de'),
      privacyNoticeShown({ ...RESPONSIBLE, imprint: 'Another' }, 'de'),
    ].map(({ sha256 }) => sha256);
    expect(hashes[0]).toBe(hashes[1]);
    expect(new Set(hashes).size).toBe(4);
  });

  it.each([
    ['de', 'Ihr Wortlaut ist hier nicht gespeichert'],
    ['en', 'Its wording is not kept here'],
  ] as const)(
    "says in %s of the operator's own notice which it was, and that its text is elsewhere",
    (language, said) => {
      const own = { ...RESPONSIBLE, privacyUrl: 'https://operator.example/privacy' };
      const { version, text, sha256 } = privacyNoticeShown(own, language);
      expect(version).toBe('2026-11-01');
      for (const each of ['Operator', '2026-11-01', own.privacyUrl, said]) expect(text).toContain(each);
      expect(sha256).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
      // whoever has the form open must read the new version before accepting it
      expect(privacyNoticeShown({ ...own, privacyVersion: '2' }, language).sha256).not.toBe(sha256);
    },
  );
});

describe('the privacy notice', () => {
  it('says the same things in both languages', () => {
    const shape = LANGUAGES.map((language) =>
      privacyNotice(RESPONSIBLE, language).sections.map((section) => section.length),
    );
    expect(shape[0]).toEqual(shape[1]);
  });
});
