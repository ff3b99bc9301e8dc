import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { onTheClock } from '../../src/domain/calendar.js';
import { gate, type Limits, type Pending, type Verdict, WEEK } from '../../src/domain/messages/gate.js';
import { isAdvertising, MESSAGE_KINDS, TRUE_IN } from '../../src/domain/messages/kinds.js';
import { EXISTING_CUSTOMER_CONDITIONS, permitsAdvertising } from '../../src/domain/messages/legal-basis.js';
import { type SendWindow, WEEKDAYS } from '../../src/domain/messages/send-window.js';
import { PHASES } from '../../src/domain/phase.js';
import { DAY, HOUR } from './said.js';

/** Around both switches of a year, whose clocks skip an hour and repeat one. */
const START = Date.parse('2026-03-20T00:00:00Z');
const instant = fc.oneof(
  fc.integer({ min: START, max: START + 20 * DAY }),
  fc.integer({ min: START + 210 * DAY, max: START + 230 * DAY }),
);

const channel = fc.constantFrom('sms' as const, 'email' as const);

const odd: fc.Arbitrary<Pending> = fc.record(
  {
    kind: fc.constantFrom(...MESSAGE_KINDS),
    channel,
    phase: fc.constantFrom(...PHASES),
    basis: fc.record({
      basis: fc.constantFrom('express-consent', 'express-consent', 'existing-customer', 'contract'),
      evidence: fc.constantFrom(
        'form 17 of 2026-03-01',
        'form 17',
        '',
        'sale=1; similar=2; no-objection=3; informed=4',
      ),
    }),
    unreadable: fc.constant(true as const),
    optedOut: fc.constantFrom('advertising' as const, 'all' as const),
    erasing: fc.constant(true as const),
    trueUntil: instant,
  },
  { requiredKeys: ['kind', 'channel', 'phase'] },
);

/** Nothing speaks against it but its hour and what was sent before. */
const sound: fc.Arbitrary<Pending> = fc.constantFrom(...MESSAGE_KINDS).chain((kind) => {
  const phases = TRUE_IN[kind];
  return fc.record({
    kind: fc.constant(kind),
    channel,
    phase: fc.constantFrom(...(phases === 'always' ? PHASES : phases)),
    basis: fc.constant({ basis: 'express-consent', evidence: 'form 17 of 2026-03-01' }),
  });
});

const message = fc.oneof(sound, odd);

const hour = (from: number, to: number) =>
  fc.integer({ min: from, max: to }).map((h) => `${String(h).padStart(2, '0')}:30`);

const sendWindow: fc.Arbitrary<SendWindow> = fc.record({
  timeZone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'),
  days: fc.subarray([...WEEKDAYS], { minLength: 1 }),
  from: hour(0, 11),
  to: hour(12, 23),
  holidays: fc.constantFrom(new Set<string>(), new Set(['2026-04-03', '2026-04-06', '2026-10-31'])),
});

const limits: fc.Arbitrary<Limits> = fc.record(
  {
    window: sendWindow,
    advertisingPerWeek: fc.integer({ min: 0, max: 3 }),
    advertisedAt: fc.array(instant, { maxLength: 6 }),
  },
  { requiredKeys: ['advertisingPerWeek', 'advertisedAt'] },
);

/** Each verdict as often as it takes to trust a property about it. */
function holds(property: (message: Pending, limits: Limits, now: number, verdict: Verdict) => void): void {
  const counts = { send: 0, wait: 0, suppress: 0 };
  fc.assert(
    fc.property(message, limits, instant, (pending, limit, now) => {
      const verdict = gate(pending, limit, now);
      counts[verdict.do] += 1;
      property(pending, limit, now, verdict);
    }),
    { numRuns: 3_000 },
  );
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(100);
}

/** Said once more, in another way than the gate says it: by what the zone's clocks show. */
function isOpen({ timeZone, days, from, to, holidays }: SendWindow, at: number): boolean {
  const shown = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at);
  const weekday = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short' }).format(at).toLowerCase();
  const isDay = days.some((day) => day === weekday) && !holidays.has(shown);
  return isDay && at >= onTheClock(shown, from, timeZone) && at < onTheClock(shown, to, timeZone);
}

test('nothing reaches whoever has no address that can be read, has opted out or is being erased, nor advertising without a basis', () => {
  holds(({ kind, basis, unreadable, optedOut, erasing }, _limits, now, verdict) => {
    const advertises = isAdvertising(kind);
    const mayNot =
      !basis ||
      unreadable === true ||
      erasing === true ||
      optedOut === 'all' ||
      (advertises && (optedOut === 'advertising' || !permitsAdvertising(basis, now)));
    if (mayNot) expect(verdict.do).toBe('suppress');
  });
});

test('no condition is proven by a word that denies it, however it is written', () => {
  const condition = fc.constantFrom(...EXISTING_CUSTOMER_CONDITIONS);
  const denial = fc
    .tuple(
      fc.constantFrom(
        ...'no nein n not nicht none keine kein false falsch 0 - -- – n/a na n.a. null nil'.split(' '),
        ...'unknown unbekannt missing fehlt open offen ? ...'.split(' '),
      ),
      fc.constantFrom('', ' ', '  ', '\t'),
      fc.constantFrom('', '.', '!', ' ', '"', ')'),
      fc.boolean(),
    )
    .map(([word, before, after, loud]) => before + (loud ? word.toUpperCase() : word) + after);
  const proof = fc.constantFrom(
    '1',
    'yes',
    '2026-01-01',
    'no objection until 2026-01-01',
    'note 17',
    'order 0-1',
  );
  const proofs = fc.tuple(proof, proof, proof, proof);
  const evidenceOf = (values: readonly string[]) =>
    EXISTING_CUSTOMER_CONDITIONS.map((name, i) => `${name}=${values[i] ?? ''}`).join('; ');
  fc.assert(
    fc.property(condition, denial, proofs, (denied, word, values) => {
      const basis = 'existing-customer';
      expect(permitsAdvertising({ basis, evidence: evidenceOf(values) }, START)).toBe(true);
      const place = EXISTING_CUSTOMER_CONDITIONS.indexOf(denied);
      const withDenial = values.map((value, i) => (i === place ? word : value));
      expect(permitsAdvertising({ basis, evidence: evidenceOf(withDenial) }, START)).toBe(false);
      const contradicted = `${evidenceOf(values)}; ${denied}=${word}`;
      expect(permitsAdvertising({ basis, evidence: contradicted }, START)).toBe(false);
    }),
  );
});

test('whatever is sent is sent while the window is open, still true, and no more advertising than so much a week', () => {
  holds(({ kind, trueUntil }, { window, advertisingPerWeek, advertisedAt }, now, verdict) => {
    if (verdict.do !== 'send') return;
    if (window) expect(isOpen(window, now)).toBe(true);
    expect(now).toBeLessThan(trueUntil ?? Infinity);
    const lately = advertisedAt.filter((at) => at > now - WEEK);
    if (isAdvertising(kind)) expect(lately.length).toBeLessThan(advertisingPerWeek);
  });
});

test('a wait ends with sending when it is over, and no hour before', () => {
  holds((pending, limit, now, verdict) => {
    if (verdict.do !== 'wait') return;
    const { until } = verdict;
    expect(until).toBeGreaterThan(now);
    expect(gate(pending, limit, until)).toEqual({ do: 'send' });
    const earlier = [until - 1, until - HOUR, now + Math.floor((until - now) / 2)].filter(
      (at) => at >= now && at < until,
    );
    for (const at of earlier) expect(gate(pending, limit, at)).toEqual(verdict);
  });
});
