import { describe, expect, test } from '@jest/globals';
import { isCalendarDuration, isTimeZone, quietPeriodEnd } from '../../src/domain/calendar.js';
import { exactLength, milliseconds } from '../../src/domain/duration.js';
import { DAY, HOUR, SECOND } from './said.js';

function end(start: string, lasts: string, zone = 'Europe/Berlin'): string {
  return new Date(quietPeriodEnd(Date.parse(start), lasts, zone)).toISOString();
}

describe('R4: nine months later at the same wall-clock time', () => {
  test.each([
    ['a winter start ends in summer time', '2026-01-10T13:00+01:00', '2026-10-10T13:00+02:00'],
    ['a summer start ends in winter time', '2026-06-10T13:00+02:00', '2027-03-10T13:00+01:00'],
    ['31 May is clamped to 28 February', '2026-05-31T12:00+02:00', '2027-02-28T12:00+01:00'],
    ['31 May is clamped to 29 February of a leap year', '2027-05-31T12:00+02:00', '2028-02-29T12:00+01:00'],
    ['29 May keeps its day in a leap year only', '2027-05-29T12:00+02:00', '2028-02-29T12:00+01:00'],
    ['29 May is clamped in any other', '2026-05-29T12:00+02:00', '2027-02-28T12:00+01:00'],
    ['31 July is clamped to 30 April', '2026-07-31T12:00+02:00', '2027-04-30T12:00+02:00'],
    ['29 February', '2028-02-29T12:00+01:00', '2028-11-29T12:00+01:00'],
    ['31 March keeps its day', '2026-03-31T23:59:59.999+02:00', '2026-12-31T23:59:59.999+01:00'],
    ['a year is crossed in the zone, not in UTC', '2026-03-31T23:30Z', '2027-01-01T00:30Z'],
    ['a skipped wall-clock time moves forward', '2026-06-28T02:30+02:00', '2027-03-28T03:30+02:00'],
    ['the last moment before the skip stays', '2026-06-28T01:59+02:00', '2027-03-28T01:59+01:00'],
    ['the first moment after it stays', '2026-06-28T03:00+02:00', '2027-03-28T03:00+02:00'],
    ['of a repeated wall-clock time it is the first', '2026-01-25T02:30+01:00', '2026-10-25T02:30+02:00'],
    ['a start in the repeated hour keeps its wall clock', '2026-10-25T02:30+01:00', '2027-07-25T02:30+02:00'],
  ])('%s', (_what, start, expected) => {
    expect(end(start, 'P9M')).toBe(new Date(expected).toISOString());
  });

  test.each([
    ['Europe/London', '2026-06-28T01:30+01:00', '2027-03-28T02:30+01:00'],
    ['America/New_York', '2026-06-14T02:30-04:00', '2027-03-14T03:30-04:00'],
    ['Australia/Lord_Howe', '2026-01-04T02:15+11:00', '2026-10-04T02:45+11:00'],
    ['UTC', '2026-05-31T12:00Z', '2027-02-28T12:00Z'],
  ])('in %s, by its own daylight saving', (zone, start, expected) => {
    expect(end(start, 'P9M', zone)).toBe(new Date(expected).toISOString());
  });

  test.each([
    ['P1Y', '2028-02-29T12:00Z', '2029-02-28T12:00Z'],
    ['P1Y9M', '2026-05-31T12:00Z', '2028-02-29T12:00Z'],
    ['P39W', '2026-01-10T12:00Z', '2026-10-10T12:00Z'],
    ['PT90S', '2026-01-10T12:00Z', '2026-01-10T12:01:30Z'],
    ['P1DT1H', '2026-01-10T12:00Z', '2026-01-11T13:00Z'],
  ])('%s from %s', (lasts, start, expected) => {
    expect(end(start, lasts, 'UTC')).toBe(new Date(expected).toISOString());
  });

  test('a day of the quiet period keeps the wall clock, an hour is an hour', () => {
    expect(end('2026-03-28T12:00+01:00', 'P1D')).toBe('2026-03-29T10:00:00.000Z');
    expect(end('2026-03-28T12:00+01:00', 'PT24H')).toBe('2026-03-29T11:00:00.000Z');
  });
});

describe('R4: every other duration is exact', () => {
  test.each([
    ['PT1S', SECOND],
    ['P10W', 70 * DAY],
    ['PT10S', 10 * SECOND],
    ['PT90M', 90 * 60 * SECOND],
    ['PT36H', 36 * HOUR],
    ['P1D', DAY],
    ['P2W', 14 * DAY],
    ['P1W2DT3H4M5S', 9 * DAY + 3 * HOUR + 4 * 60 * SECOND + 5 * SECOND],
    ['P36525D', 36_525 * DAY],
    ['PT0H1S', SECOND],
  ])('%s', (text, length) => {
    expect(exactLength(text)).toBe(length);
    expect(milliseconds(text)).toBe(length);
  });

  test.each([
    'P',
    'PT',
    'P1DT',
    'PT0S',
    'P0D',
    'P1M',
    'P1Y',
    'P36525DT1S',
    'P99999999999999999999D',
    'PT0.5S',
    'P-1D',
    '-P1D',
    '+P1D',
    'p1d',
    'P1S',
    'PT1D',
    'P1D ',
    ' P1D',
    'P1DP1D',
    'P1D1W',
    '1 day',
    '',
  ])('%p is none, and a programme with it says so', (text) => {
    expect(exactLength(text)).toBeUndefined();
    expect(() => milliseconds(text)).toThrow(
      new RangeError(`"${text}" is no exact ISO 8601 duration from PT1S up`),
    );
  });
});

describe('the length of a quiet period', () => {
  test.each([
    'P9M',
    'P1Y',
    'P100Y',
    'P1200M',
    'P5217W',
    'P36525D',
    'PT876600H',
    'PT52596000M',
    'PT3155760000S',
    'PT1S',
    'P1Y2M3W4DT5H6M7S',
    'P270D',
    'PT0M1S',
  ])('%s is possible', (text) => {
    expect(isCalendarDuration(text)).toBe(true);
  });

  test.each([
    'P',
    'PT',
    'P9MT',
    'P0M',
    'PT0S',
    'P101Y',
    'P9.5M',
    '-P9M',
    'p9m',
    'P9M ',
    ' P9M',
    'P9999999999999999Y',
    'P9999Y99999M99999W999999DT9999999H99999999M9999999999S',
    'P101Y1S',
    'nine months',
  ])('%p is not', (text) => expect(isCalendarDuration(text)).toBe(false));
});

describe('a time zone', () => {
  test.each(['Europe/Berlin', 'UTC', 'America/Port-au-Prince', 'Etc/GMT+1'])('%s is known', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  test.each(['', 'Mars/Olympus', '+01:00', '-05:00', 'Berlin', '2026-01-01[Europe/Berlin]'])(
    '%p is none',
    (name) => {
      expect(isTimeZone(name)).toBe(false);
    },
  );
});
