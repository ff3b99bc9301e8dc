import { describe, expect, test } from '@jest/globals';
import { gate, type Limits, type Pending } from '../../src/domain/messages/gate.js';
import { ADVERTISING, type MessageKind, SERVICE, TRUE_IN } from '../../src/domain/messages/kinds.js';
import { isLegalBasis, isProven } from '../../src/domain/messages/legal-basis.js';
import { PHASES } from '../../src/domain/phase.js';
import { DAY, HOUR } from './said.js';

const NOW = Date.parse('2026-11-25T10:00:00Z');
const CONSENT = { basis: 'express-consent', evidence: 'double opt-in 2026-03-01' };
const CONTRACT = { basis: 'contract', evidence: 'customer since 2019' };
const FREE: Limits = { advertisingPerWeek: 2, advertisedAt: [] };

/** Closed on Sundays, open from 8 to 20 o'clock in Berlin otherwise. */
const WINDOW = {
  timeZone: 'Europe/Berlin',
  days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
  from: '08:00',
  to: '20:00',
  holidays: new Set<string>(),
} as const;

const invitation: Pending = {
  kind: 'invitation',
  channel: 'sms',
  basis: CONSENT,
  phase: 'invited',
  trueUntil: NOW + 60 * DAY,
};

function decided(message: Partial<Pending>, limits: Partial<Limits> = {}, now = NOW) {
  return gate({ ...invitation, ...message }, { ...FREE, ...limits }, now);
}

const sent = { do: 'send' };
const waitsUntil = (until: number | string) => ({
  do: 'wait',
  until: typeof until === 'string' ? Date.parse(until) : until,
});
const suppressed = (because: string) => ({ do: 'suppress', because });

test.each([
  ['express-consent', 'form 17', false],
  ['express-consent', 'form 17 of 2026-03-01', true],
  ['existing-customer', 'sale=1; similar=2; no-objection=3; informed=4', true],
  ['existing-customer', 'customer since 2019', false],
  ['contract', 'customer since 2019', true],
  ['contract', ' ', false],
  ['contract', 'unknown', false],
])('an address on the basis %s with the evidence "%s" is taken: %s', (basis, evidence, taken) => {
  expect([isLegalBasis(basis), isProven({ basis, evidence }, NOW)]).toEqual([true, taken]);
});

test.each(['', 'consent', 'legitimate-interest', 'Express-Consent'])('"%s" is no basis', (basis) => {
  expect(isLegalBasis(basis)).toBe(false);
});

describe('whom a message may reach', () => {
  test('nobody without an address', () => {
    const { basis: _, ...nobody } = invitation;
    expect(gate(nobody, FREE, NOW)).toEqual(suppressed('no-address'));
  });

  test.each([...ADVERTISING, ...SERVICE])('nobody whose address cannot be read: %s', (kind) => {
    expect(decided({ kind, unreadable: true })).toEqual(suppressed('unreadable-address'));
    expect(decided({ kind, unreadable: true, erasing: true })).toEqual(suppressed('erased'));
  });

  test.each([...ADVERTISING, ...SERVICE])('nobody who has asked to be erased: %s', (kind) => {
    const phases = TRUE_IN[kind];
    const phase = phases === 'always' ? 'quiet' : (phases[0] ?? 'quiet');
    expect(decided({ kind, phase, erasing: true })).toEqual(suppressed('erased'));
  });

  test.each(ADVERTISING)('%s needs a legal basis', (kind) => {
    const phase = TRUE_IN[kind][0] as Pending['phase'];
    expect(decided({ kind, phase })).toEqual(sent);
    expect(decided({ kind, phase, basis: CONTRACT })).toEqual(suppressed('no-legal-basis'));
  });

  test.each(SERVICE)('%s needs none: it is about the own participation', (kind) => {
    const phases = TRUE_IN[kind];
    const phase = phases === 'always' ? 'quiet' : (phases[0] ?? 'quiet');
    expect(decided({ kind, phase, basis: CONTRACT })).toEqual(sent);
  });

  test.each([
    ['express-consent', ' ', false],
    ['express-consent', 'form 17', false],
    ['express-consent', 'form 17 of 2026-11-25', true],
    ['express-consent', 'form 17 of 2026-11-26', false],
    ['existing-customer', 'sale=1; similar=2; no-objection=3; informed=4', true],
    ['existing-customer', ' informed = d;no-objection=c;similar=b;sale=a', true],
    ['existing-customer', 'similar=2; no-objection=3; informed=4', false],
    ['existing-customer', 'sale=1; no-objection=3; informed=4', false],
    ['existing-customer', 'sale=1; similar=2; informed=4', false],
    ['existing-customer', 'sale=1; similar=2; no-objection=3', false],
    ['existing-customer', 'sale=1; similar=2; no-objection=3; informed= ', false],
    ['existing-customer', '1 sale=1; similar=2; no-objection=3; informed=4', false],
    ['existing-customer', 'customer since 2019', false],
    ['existing-customer', 'sale=no; similar=no; no-objection=no; informed=no', false],
    ['existing-customer', 'sale=1; similar=2; no-objection=3; informed=Nein.', false],
    ['existing-customer', 'sale=1; similar=2; no-objection=3; informed=4; informed=no', false],
    ['existing-customer', 'sale=1; similar=2; no-objection=none in 2026; informed=4', true],
    ['express-consent', 'n/a', false],
    ['express-consent', '-', false],
    ['legitimate-interest', 'sale=1; similar=2; no-objection=3; informed=4', false],
  ])('%s, proven by "%s": %s (UWG par. 7)', (basis, evidence, allowed) => {
    const verdict = decided({ basis: { basis, evidence } });
    expect(verdict).toEqual(allowed ? sent : suppressed('no-legal-basis'));
  });

  test('an objection to advertising stops that and nothing else; STOP stops both', () => {
    expect(decided({ optedOut: 'advertising' })).toEqual(suppressed('opted-out'));
    expect(decided({ optedOut: 'all' })).toEqual(suppressed('opted-out'));
    const service = { kind: 'reward-credited', phase: 'quiet' } as const;
    expect(decided({ ...service, optedOut: 'advertising' })).toEqual(sent);
    expect(decided({ ...service, optedOut: 'all' })).toEqual(suppressed('opted-out'));
  });
});

describe('what is no longer true is not said', () => {
  const expected: Readonly<Record<MessageKind, string>> = {
    invitation: 'invited',
    reminder: 'invited',
    'half-way': 'quiet',
    welcome: 'quiet settling',
    'reward-credited': 'invited quiet forfeited dropped settling completed ended',
    'inactivity-warning': 'quiet forfeited settling',
    'quiet-reward-paid': 'completed ended',
    forfeited: 'forfeited',
    dropped: 'dropped',
    reinstated: 'quiet settling',
    resumed: 'forfeited',
  };

  test.each(Object.entries(expected))('%s only when %s', (kind, phases) => {
    const said = PHASES.filter((phase) => decided({ kind: kind as MessageKind, phase }).do === 'send');
    expect(said.join(' ')).toBe(phases);
    const never = PHASES.filter((phase) => !said.includes(phase));
    for (const phase of never)
      expect(decided({ kind: kind as MessageKind, phase })).toEqual(suppressed('no-longer-true'));
  });

  test('nor from the instant on until which it is true', () => {
    expect(decided({ trueUntil: NOW + 1 })).toEqual(sent);
    expect(decided({ trueUntil: NOW })).toEqual(suppressed('no-longer-true'));
  });

  test('nor later than that, where it would have to wait so long', () => {
    const advertisedAt = [NOW - DAY, NOW - 2 * DAY];
    expect(decided({ trueUntil: NOW + 5 * DAY }, { advertisedAt })).toEqual(suppressed('no-longer-true'));
    expect(decided({ trueUntil: NOW + 5 * DAY + 1 }, { advertisedAt })).toEqual(waitsUntil(NOW + 5 * DAY));
  });
});

describe('no customer gets more advertising than so many a week', () => {
  test.each([
    ['none yet', [], sent],
    ['one is left', [NOW - DAY], sent],
    ['full: when the older one is a week old', [NOW - 6 * DAY, NOW - DAY], waitsUntil(NOW + DAY)],
    ['in any order', [NOW - DAY, NOW - 6 * DAY], waitsUntil(NOW + DAY)],
    [
      'over-full: the second newest counts',
      [NOW - 6 * DAY, NOW - 3 * DAY, NOW - DAY],
      waitsUntil(NOW + 4 * DAY),
    ],
    ['a week old to the millisecond', [NOW - 7 * DAY, NOW - DAY], sent],
    ['long ago', [NOW - 70 * DAY, NOW - 60 * DAY], sent],
  ])('%s', (_what, advertisedAt, verdict) => {
    expect(decided({}, { advertisedAt })).toEqual(verdict);
  });

  test('service messages are no advertising', () => {
    const advertisedAt = [NOW - DAY, NOW - DAY, NOW - DAY];
    expect(decided({ kind: 'dropped', phase: 'dropped' }, { advertisedAt })).toEqual(sent);
  });

  test('none a week means that advertising is switched off', () => {
    expect(decided({}, { advertisingPerWeek: 0 })).toEqual(suppressed('switched-off'));
  });
});

describe('nobody is woken: the send window', () => {
  const at = (time: string) => decided({}, { window: WINDOW }, Date.parse(time));

  test.each([
    ['at the first moment', '2026-11-25T08:00:00+01:00', sent],
    ['in the middle', '2026-11-25T13:00:00+01:00', sent],
    ['at the last moment', '2026-11-25T19:59:59.999+01:00', sent],
    ['a moment before it opens', '2026-11-25T07:59:59.999+01:00', waitsUntil('2026-11-25T08:00+01:00')],
    ['when it has shut', '2026-11-25T20:00:00+01:00', waitsUntil('2026-11-26T08:00+01:00')],
    ['on Saturday evening until Monday', '2026-11-28T21:00:00+01:00', waitsUntil('2026-11-30T08:00+01:00')],
    ['on Sunday', '2026-11-29T12:00:00+01:00', waitsUntil('2026-11-30T08:00+01:00')],
    ['over the switch to summer time', '2026-03-28T20:30:00+01:00', waitsUntil('2026-03-30T08:00+02:00')],
    ['over the switch to winter time', '2026-10-24T20:30:00+02:00', waitsUntil('2026-10-26T08:00+01:00')],
    ["on the zone's day, not on that of UTC", '2026-11-29T23:30:00Z', waitsUntil('2026-11-30T08:00+01:00')],
  ])('%s', (_what, time, verdict) => {
    expect(at(time)).toEqual(verdict);
  });

  test('not on holidays either', () => {
    const window = { ...WINDOW, holidays: new Set(['2026-12-25', '2026-12-26']) };
    const christmas = decided({}, { window }, Date.parse('2026-12-24T20:00+01:00'));
    expect(christmas).toEqual(waitsUntil('2026-12-28T08:00+01:00'));
  });

  test('a time that the switch skips opens an hour later', () => {
    const window = { ...WINDOW, days: ['sun'] as const, from: '02:30', to: '04:00' };
    const sunday = decided({}, { window }, Date.parse('2026-03-29T00:30+01:00'));
    expect(sunday).toEqual(waitsUntil('2026-03-29T03:30+02:00'));
  });

  test('a window that does not open within a year is shut', () => {
    expect(decided({}, { window: { ...WINDOW, days: [] } })).toEqual(suppressed('window-shut'));
    const once = { ...WINDOW, days: ['wed'] as const };
    const holidays = new Set(
      Array.from({ length: 60 }, (_, i) => new Date(NOW + i * 7 * DAY).toISOString().slice(0, 10)),
    );
    expect(decided({}, { window: { ...once, holidays } })).toEqual(suppressed('window-shut'));
  });

  test('weekly limit and window together', () => {
    const saturdayNoon = Date.parse('2026-11-28T21:00+01:00') - 7 * DAY;
    const now = saturdayNoon + HOUR;
    const limits = { window: WINDOW, advertisingPerWeek: 1, advertisedAt: [saturdayNoon] };
    expect(decided({}, limits, now)).toEqual(waitsUntil('2026-11-30T08:00+01:00'));
  });
});
