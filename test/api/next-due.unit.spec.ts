import { expect, it } from '@jest/globals';
import definition from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import { type Definition, termsOf } from '../../src/domain/definition.js';
import { type DueColumns, nextDue } from '../../src/participations/next-due.js';

const terms = termsOf(definition satisfies Definition, 1);
const at = (day: number) => new Date(Date.UTC(2026, 0, day));

const quiet: DueColumns = {
  phase: 'quiet',
  quiet_starts_at: at(1),
  quiet_ends_at: at(274),
  last_visit_at: at(10),
  warned_for: null,
  warned_at: null,
  next_due_what: 'quiet period',
  next_due_at: at(274),
};

it.each<[expected: string, day: number, change: Partial<DueColumns>]>([
  ['visit', 40, {}],
  ['visit', 31, { last_visit_at: null }],
  ['visit', 31, { last_visit_at: at(-300) }],
  ['visit', 44, { warned_for: at(10), warned_at: at(35) }],
  ['visit', 40, { warned_for: at(5), warned_at: at(35) }],
  ['quiet period', 274, { last_visit_at: at(250) }],
  ['quiet period', 274, { last_visit_at: at(244) }],
  ['visit', 273, { last_visit_at: at(243) }],
  ['visit', 40, { phase: 'forfeited', next_due_what: 'forfeiture', next_due_at: at(277) }],
  ['appeal', 60, { phase: 'dropped', next_due_what: 'appeal', next_due_at: at(60) }],
  [
    'invitation',
    63,
    {
      phase: 'invited',
      quiet_starts_at: null,
      quiet_ends_at: null,
      next_due_what: 'invitation',
      next_due_at: at(63),
    },
  ],
  [
    'waiting for undelivered events',
    11,
    { next_due_what: 'waiting for undelivered events', next_due_at: at(11) },
  ],
])('an open participation names the earliest thing it waits for: %s on day %d', (what, day, change) => {
  expect(nextDue({ ...quiet, ...change }, terms)).toEqual({ what, at: at(day).toISOString() });
});

it('without a visit rule it waits for no visit', () => {
  const { visits: _rule, ...unruled } = terms;
  expect(nextDue(quiet, unruled)?.what).toBe('quiet period');
});

it('an ended one waits for nothing', () => {
  expect(nextDue({ ...quiet, phase: 'ended', next_due_what: null, next_due_at: null }, terms)).toBeNull();
});
