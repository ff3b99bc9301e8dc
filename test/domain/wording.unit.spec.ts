import { describe, expect, test } from '@jest/globals';
import { deadline } from '../../src/domain/wording.js';

const BERLIN = 'Europe/Berlin';

function said(end: string, now: string, language: 'de' | 'en' = 'de'): string {
  return deadline(Date.parse(end), Date.parse(now), language, BERLIN);
}

describe('by when a customer has to act', () => {
  test('is the last day that is over then, so that acting on it is in time', () => {
    expect(said('2026-11-30T14:35+01:00', '2026-11-26T09:00+01:00')).toBe('29. November 2026');
    expect(said('2026-11-30T14:35+01:00', '2026-11-29T23:59+01:00', 'en')).toBe('29 November 2026');
    expect(said('2026-12-01T00:00+01:00', '2026-11-30T12:00+01:00')).toBe('30. November 2026');
  });

  test('is a time on the day itself, never yesterday', () => {
    expect(said('2026-11-26T14:35:59+01:00', '2026-11-26T14:35:30+01:00')).toBe('26. November 2026 um 14:35');
    expect(said('2026-11-26T14:35+01:00', '2026-11-26T00:00+01:00', 'en')).toBe('26 November 2026 at 14:35');
    expect(said('2026-11-26T14:35+01:00', '2026-11-27T08:00+01:00')).toBe('26. November 2026 um 14:35');
  });

  test("turns with the zone's own midnight", () => {
    expect(said('2026-03-29T12:00+02:00', '2026-03-28T23:59+01:00')).toBe('28. März 2026');
    expect(said('2026-03-29T12:00+02:00', '2026-03-29T00:00+01:00')).toBe('29. März 2026 um 12:00');
  });
});
