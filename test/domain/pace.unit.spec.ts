import { describe, expect, it } from '@jest/globals';
import { expectedEnd, paceOf, perMinute, waitsUntil } from '../../src/domain/waves/pace.js';
import { HOUR } from './said.js';

const MINUTE = 60_000;
const at = (time: string) => Date.parse(`2026-11-${time}:00+01:00`);

/** Closed on Sundays and at night. */
const WINDOW = {
  timeZone: 'Europe/Berlin',
  days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
  from: '08:00',
  to: '20:00',
  holidays: new Set<string>(),
} as const;

describe('a wave that is sent', () => {
  // three pages an hour before its window shuts, which stays shut from Saturday evening until Monday
  const pages = [
    { at: at('28T19:50'), count: 100 },
    { at: at('28T19:52'), count: 100 },
    { at: at('28T19:54'), count: 40 },
  ];

  it('goes as fast as its pages follow the oldest of them', () => {
    expect(paceOf(pages, at('28T19:54'), WINDOW)).toEqual({ invited: 140, within: 4 * MINUTE });
    expect(paceOf(pages.toReversed(), at('28T19:54'), undefined)).toEqual({
      invited: 140,
      within: 4 * MINUTE,
    });
    expect(perMinute({ invited: 140, within: 4 * MINUTE })).toBe(35);
  });

  it('has no pace before its second page', () => {
    expect(paceOf([], at('28T19:54'), WINDOW)).toBeUndefined();
    expect(paceOf(pages.slice(0, 1), at('28T19:54'), WINDOW)).toBeUndefined();
    expect(paceOf([...pages.slice(0, 1), ...pages.slice(0, 1)], at('28T19:50'), WINDOW)).toBeUndefined();
  });

  it('is no slower for a night or a Sunday on which nobody may be written to', () => {
    const monday = [...pages, { at: at('30T08:00'), count: 100 }];
    expect(paceOf(monday, at('30T08:02'), WINDOW)).toEqual({ invited: 240, within: 12 * MINUTE });
    expect(paceOf(monday, at('29T12:00'), WINDOW)).toMatchObject({ within: 10 * MINUTE });
  });

  it('waits until its window opens', () => {
    expect(waitsUntil(WINDOW, at('28T19:59'))).toBeUndefined();
    expect(waitsUntil(WINDOW, at('28T20:00'))).toBe(at('30T08:00'));
    expect(waitsUntil(WINDOW, at('30T08:00'))).toBeUndefined();
    expect(waitsUntil(undefined, at('28T20:00'))).toBeUndefined();
    expect(waitsUntil({ ...WINDOW, days: [] }, at('28T20:00'))).toBeUndefined();
  });
});

describe('the end of a wave is expected', () => {
  const pace = { invited: 100, within: MINUTE };

  it('at the pace that it had, also over the hours at which nobody may be written to', () => {
    expect(expectedEnd(500, pace, at('28T19:50'), undefined)).toBe(at('28T19:55'));
    expect(expectedEnd(1_000, pace, at('28T19:50'), WINDOW)).toBe(at('28T20:00'));
    expect(expectedEnd(1_100, pace, at('28T19:50'), WINDOW)).toBe(at('30T08:01'));
    expect(expectedEnd(1_100, pace, at('29T12:00'), WINDOW)).toBe(at('30T08:11'));
    // ten minutes, twelve hours, and one more
    expect(expectedEnd(1_000 + 12 * 6_000 + 100, pace, at('28T19:50'), WINDOW)).toBe(
      at('30T20:00') + 12 * HOUR + MINUTE,
    );
  });

  it('now when nobody is left, and not at all before anybody knows the pace, or never', () => {
    expect(expectedEnd(0, undefined, at('28T19:50'), WINDOW)).toBe(at('28T19:50'));
    expect(expectedEnd(5, undefined, at('28T19:50'), WINDOW)).toBeUndefined();
    expect(expectedEnd(5, pace, at('28T19:50'), { ...WINDOW, days: [] })).toBeUndefined();
  });
});
