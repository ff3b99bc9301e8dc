import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { permitsAdvertising } from '../../src/domain/messages/legal-basis.js';
import { DAY, HOUR } from './said.js';

const NOW = Date.parse('2026-11-25T10:00:00Z');
const MINUTE = 60_000;

const proves = (evidence: string, now = NOW) =>
  permitsAdvertising({ basis: 'express-consent', evidence }, now);

describe('a consent is proven by a date that has come and a word of where it comes from', () => {
  test.each([
    'opt-in of 2026-03-01',
    'double opt-in 2026-03-01',
    '2026-03-01 newsletter',
    'newsletter 2026/03/01',
    'newsletter 2026.3.1',
    'Newsletter vom 1.3.2026',
    'Newsletter vom 01.03.2026.',
    'Newsletter, 1. 3. 2026',
    'Newsletter 01.03.26',
    'shop 01/03/2026',
    'shop 25/12/2025',
    'shop 12/25/2025',
    'shop 01-03-2026',
    'Formular vom 1. März 2026',
    'Formular, 1.März 2026',
    'Formular 1. MÄRZ 2026',
    'Formular 1 Mrz. 2026',
    'Formular 01-Mär-2026',
    'form of 1 March 2026',
    'form of 1st of March 2026',
    'form of 2nd March 2026',
    'form of 3rd March, 2026',
    'form of 4th March 2026',
    'form of March 1, 2026',
    'form of March 1st 2026',
    'form of Mar. 1, 2026',
    'form 01-Mar-2026',
    'shop 2026-03-01T10:00:00Z',
    'shop 2026-03-01T10:00:00.123+01:00',
    'shop 2026-03-01T10:00+0100',
    'shop 2026-03-01T10:00:00+01:00[Europe/Berlin]',
    'shop 2026-03-01 10:00',
    'shop 1.3.2026, 10:00 Uhr',
    'Filiale am 1.3.2026 um 10:00:00 Uhr',
    'branch, 1 March 2026 at 10:00',
    'Formular\u00A01.\u202FMärz\u00A02026',
    'Formular 1.  März\n2026',
    'newsletter \u200E2026-\u200B03-01',
    'form17_2026-03-01.pdf',
    'https://shop.example/newsletter 2026-03-01',
    'Webformular (2026-03-01)',
    'form 17\n\nsigned in the shop\n2026-03-01',
    'согласие 2026-03-01',
    'Formular 29.02.2024',
    'valid until 2099-12-31, newsletter of 2026-03-01',
    'Formular 31.12.1990',
    'App, no objection, 2026-03-01',
    'newsletter 2026-11-25',
    'newsletter 2026-11-25T10:05:00Z',
    'newsletter 2026-11-25T12:05:00',
    'newsletter 2026-11-25T11:05:00+01:00',
    'newsletter 2026-11-25T05:05:00-05:00',
    'newsletter 2026-11-25T13:05:00+03:00',
    'newsletter 2026-11-25T15:35+0530',
  ])('by "%s"', (evidence) => {
    expect(proves(evidence)).toBe(true);
  });

  test.each([
    ['no date', 'opt-in'],
    ['no date but a form', 'form 17'],
    ['no date but a number', 'opt-in 20260301'],
    ['no date but a serial number', 'opt-in 46082'],
    ['no date but a month', 'opt-in March 2026'],
    ['no date but a year', 'opt-in 2026'],
    ['no date but a day', 'opt-in 1.3.'],
    ['no date but a version', 'opt-in 5.1.3.2026'],
    ['no date but a longer version', 'opt-in 1.3.2026.4'],
    ['no date but a part of a number', 'opt-in 12026-03-011'],
    ['no date but a part of a word', 'opt-inX2026-03-01X'],
    ['no word', '2026-03-01'],
    ['no word but the month', '1. März 2026'],
    ['no word but the month, first', 'March 1, 2026'],
    ['no word but the weekday', 'Sonntag, 1. März 2026'],
    ['no word but the English weekday', 'Sunday 2026-03-01'],
    ['no word but the time', '2026-03-01T10:00:00+01:00[Europe/Berlin]'],
    ['no word but the zone', '2026-03-01 10:00 UTC'],
    ['no word but the hour', '1.3.2026 um 10:00 Uhr'],
    ['no word but a letter', 'x 2026-03-01'],
    ['no word but a number', '17 / 2026-03-01'],
    ['no word but what introduces a date', 'Datum: vom 01.03.2026'],
    ['no word but what introduces an English one', 'dated on the 2026-03-01'],
    ['no word but yes', 'yes, 2026-03-01'],
    ['no word but ja', 'ja 01.03.2026'],
    ['no word but a denial', 'none 2026-03-01'],
    ['no word but an empty cell', '(leer) 2026-03-01'],
    ['no word but a withdrawal', 'widerrufen am 01.03.2026'],
    ['no word but an English one', 'revoked 2026-03-01'],
    ['a denial at its beginning', 'keine Angabe, 01.03.2026'],
    ['an English denial', 'no consent as of 2026-03-01'],
    ['a denial behind its date', '2026-03-01: keine Einwilligung'],
    ['a denial of its own', 'without opt-in 2026-03-01'],
    ['a denial alone', 'k.A.'],
    ['two words of denial', 'keine Angabe'],
    ['a hyphen', '-'],
    ['a space', ' '],
    ['nothing', ''],
    ['tomorrow', 'opt-in of 2026-11-26'],
    ['tomorrow in German', 'Newsletter 26.11.2026'],
    ['tomorrow in words', 'Newsletter 26. November 2026'],
    ['next year', 'Newsletter 1.3.27'],
    ['the last century in two figures', 'Newsletter 1.3.99'],
    ['a date that may be to come, by its month', 'shop 05/12/2026'],
    ['a date that may be to come, by its day', 'shop 12/05/2026'],
    ['a date that may be to come, with hyphens', 'shop 12-05-2026'],
    ['a day that does not exist', 'opt-in of 2026-02-30'],
    ['29 February of another year', 'opt-in 29.02.2026'],
    ['a month that does not exist', 'opt-in of 2026-13-01'],
    ['a month without a name', 'form of 1 Smarch 2026'],
    ['day nought', 'opt-in of 2026-03-00'],
    ['month nought', 'opt-in of 2026-00-01'],
    ['two signs between', 'opt-in of 2026-03/01'],
    ['two figures of a year behind slashes', 'opt-in 01/03/26'],
    ['what a spreadsheet shows for nought', 'opt-in 30.12.1899'],
    ['what a database shows for nought', 'opt-in 1970-01-01T00:00:00Z'],
    ['the last day that means nothing', 'opt-in 31.12.1989'],
    ['a moment to come', 'newsletter 2026-11-25T10:05:01Z'],
    ['a moment to come without a zone', 'newsletter 25.11.2026 12:05:01'],
    ['a moment to come in a zone', 'newsletter 2026-11-25T11:05:01+01:00'],
    ['a moment to come west of here', 'newsletter 2026-11-25T05:06:00-05:00'],
    ['a moment to come in half an hour’s zone', 'newsletter 2026-11-25T15:36+0530'],
  ])('not by %s: "%s"', (_what, evidence) => {
    expect(proves(evidence)).toBe(false);
  });

  test.each([
    ...'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ').map((name, i) => [name, i]),
    ...'jan feb mär apr mai jun jul aug sep okt nov dez'.split(' ').map((name, i) => [name, i]),
    ...'january february march april may june july august september october november december'
      .split(' ')
      .map((name, i) => [name, i]),
    ...'januar februar märz april mai juni juli august september oktober november dezember'
      .split(' ')
      .map((name, i) => [name, i]),
    ['jän', 0],
    ['jänner', 0],
    ['feber', 1],
    ['mrz', 2],
    ['maerz', 2],
    ['sept', 8],
  ])('%s is month number %i, whichever way it is written', (name, month) => {
    const begins = Date.UTC(2026, Number(month), 3) - 2 * HOUR;
    for (const date of [`3. ${name} 2026`, `${name} 3, 2026`, `3-${name}-2026`]) {
      expect(proves(`form of ${date}`, begins)).toBe(true);
      expect(proves(`form of ${date}`, begins - 5 * MINUTE - 1)).toBe(false);
    }
  });

  test('a day has come when it has in summer where the customers live, give or take the clocks of other systems', () => {
    const midnight = Date.parse('2026-07-02T00:00:00+02:00');
    const evidence = 'newsletter 2026-07-02';
    expect(proves(evidence, midnight)).toBe(true);
    expect(proves(evidence, midnight - 5 * MINUTE)).toBe(true);
    expect(proves(evidence, midnight - 5 * MINUTE - 1)).toBe(false);
  });

  test('a second counts', () => {
    const evidence = 'newsletter 2026-11-25T10:00:30Z';
    const at = Date.parse('2026-11-25T10:00:30Z') - 5 * MINUTE;
    expect([proves(evidence, at), proves(evidence, at - 1), proves(evidence, at - 10_000)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('however a date is written, it proves from its day on and never before', () => {
    const two = (figure: number) => String(figure).padStart(2, '0');
    const date = fc.record({
      year: fc.integer({ min: 1990, max: 2099 }),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 28 }),
    });
    const form = fc.constantFrom<(year: number, month: number, day: number) => string>(
      (year, month, day) => `${year}-${two(month)}-${two(day)}`,
      (year, month, day) => `${year}/${month}/${day}`,
      (year, month, day) => `${day}.${month}.${year}`,
      (year, month, day) => `${two(day)}.${two(month)}.${year}`,
      (year, month, day) => `${new Date(Date.UTC(year, month - 1, day)).toUTCString().slice(5, 16)}`,
    );
    const around = fc.constantFrom<(date: string) => string>(
      (date) => `opt-in of ${date}`,
      (date) => `${date} newsletter`,
      (date) => `web form (${date}), double opt-in`,
    );
    fc.assert(
      fc.property(date, form, around, ({ year, month, day }, written, put) => {
        const evidence = put(written(year, month, day));
        const noon = Date.UTC(year, month - 1, day, 12);
        expect(proves(evidence, noon)).toBe(true);
        expect(proves(evidence, noon + 400 * DAY)).toBe(true);
        expect(proves(evidence, noon - DAY)).toBe(false);
      }),
    );
  });
});
