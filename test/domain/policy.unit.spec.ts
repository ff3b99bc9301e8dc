import { describe, expect, test } from '@jest/globals';
import type { Definition } from '../../src/domain/definition.js';
import { publicHolidays } from '../../src/domain/messages/holidays.js';
import type { MessageKind } from '../../src/domain/messages/kinds.js';
import {
  advertisingPerWeek,
  channelsOf,
  isSwitchedOff,
  remindBefore,
  sendWindowOf,
  textOf,
} from '../../src/domain/messages/policy.js';
import { PRODUCT_TEXTS } from '../../src/domain/messages/product/texts.js';
import { opensAt } from '../../src/domain/messages/send-window.js';
import { definition as made } from './programme.js';
import { DAY } from './said.js';

const definition = made();
const own = { sms: 's', subject: 'b', email: 'e' };
const changed: Definition = {
  ...definition,
  sendWindow: { days: ['sun'], from: '10:00', to: '11:00', region: 'DE-BY' },
  messages: {
    order: ['email'],
    off: ['welcome'],
    advertisingPerWeek: 1,
    remindBefore: 'P3D',
    texts: { de: { invitation: own } },
  },
};

describe('without a word of the programme', () => {
  test("SMS comes before e-mail, twice a week at most, with all messages in the product's words", () => {
    expect(channelsOf(definition)).toEqual(['sms', 'email']);
    expect(advertisingPerWeek(definition)).toBe(2);
    expect(remindBefore(definition)).toBe(7 * DAY);
    expect(isSwitchedOff(definition, 'half-way')).toBe(false);
    expect(textOf(definition, 'en', 'dropped')).toBe(PRODUCT_TEXTS.en.dropped);
  });

  test.each([
    ['on a Saturday evening: until Monday', '2026-11-28T20:00+01:00', '2026-11-30T08:00+01:00'],
    ['on Christmas, which is no day for messages', '2026-12-24T20:00+01:00', '2026-12-28T08:00+01:00'],
    ['over New Year', '2026-12-31T20:00+01:00', '2027-01-02T08:00+01:00'],
    ['on Good Friday', '2026-04-03T09:00+02:00', '2026-04-04T08:00+02:00'],
  ])('nobody is written to %s', (_what, now, opens) => {
    const at = Date.parse(now);
    expect(opensAt(sendWindowOf(definition, at), at)).toBe(Date.parse(opens));
  });
});

test('the programme has the last word', () => {
  expect(channelsOf(changed)).toEqual(['email']);
  expect(advertisingPerWeek(changed)).toBe(1);
  expect(remindBefore(changed)).toBe(3 * DAY);
  expect(isSwitchedOff(changed, 'welcome')).toBe(true);
  expect(isSwitchedOff(changed, 'reminder')).toBe(false);
  expect(textOf(changed, 'de', 'invitation')).toBe(own);
  expect(textOf(changed, 'en', 'invitation')).toBe(PRODUCT_TEXTS.en.invitation);
  const now = Date.parse('2026-11-25T10:00+01:00');
  expect(opensAt(sendWindowOf(changed, now), now)).toBe(Date.parse('2026-11-29T10:00+01:00'));
});

test.each<[MessageKind, boolean]>([
  ['forfeited', true],
  ['reinstated', false],
])('going on without the large reward is told unless losses are not: without %s', (off, switchedOff) => {
  const without = { ...definition, messages: { off: [off] } } as Definition;
  expect(isSwitchedOff(without, 'resumed')).toBe(switchedOff);
  expect(isSwitchedOff(without, 'dropped')).toBe(false);
});

test('states have holidays of their own, and days that are no public holidays are none', () => {
  expect(publicHolidays('DE', 2026)).not.toContain('2026-01-06');
  expect(publicHolidays('DE-BY', 2026)).toContain('2026-01-06');
  expect(publicHolidays('DE', 2026)).not.toContain('2026-12-24');
});

test('of a holiday that lasts several days nobody is written to on any of them', () => {
  const bayram = ['2026-03-19', '2026-03-20', '2026-03-21', '2026-03-22', '2026-03-23'];
  const march = [...publicHolidays('TR', 2026)].filter((date) => date.startsWith('2026-03'));
  expect(march.sort()).toEqual(bayram);
  const now = Date.parse('2026-03-18T21:00+03:00');
  const turkish = { ...definition, timeZone: 'Europe/Istanbul', sendWindow: { region: 'TR' } } as Definition;
  expect(opensAt(sendWindowOf(turkish, now), now)).toBe(Date.parse('2026-03-24T08:00+03:00'));
});

test('and a holiday of one day closes that day alone, also where clocks are changed on it', () => {
  expect([...publicHolidays('DE', 2026)].sort()).toEqual([
    ...['2026-01-01', '2026-04-03', '2026-04-06', '2026-05-01', '2026-05-14', '2026-05-25'],
    ...['2026-10-03', '2026-12-25', '2026-12-26'],
  ]);
  const easter = [...publicHolidays('DE-BB', 2027)].filter((date) => date.startsWith('2027-03'));
  expect(easter.sort()).toEqual(['2027-03-26', '2027-03-28', '2027-03-29']);
});
