import { describe, expect, it } from '@jest/globals';
import { termsOf } from '../../src/domain/definition.js';
import type { Fact } from '../../src/domain/facts.js';
import { invited } from '../../src/domain/state.js';
import { type Journalled, story } from '../../src/my-programme/story/story.js';
import { definition } from '../domain/programme.js';

const DAY = 86_400_000;
const START = Date.UTC(2026, 10, 1);
const ENDS = 270;
const TERMS = termsOf(definition(), 1);
const at = (day: number) => START + day * DAY;
const on = (day: number) => new Date(at(day));
const heard = (day: number) => ({ delivery: String(day), time: at(day), acceptedAt: at(day) });

const registered: Fact = { type: 'registered', ...heard(0), quietEndsAt: at(ENDS) };
const called = (day: number, exempt = false): Fact => ({ type: 'called', ...heard(day), call: 'c', exempt });
const retracted = (day: number): Fact => ({ type: 'retracted', ...heard(day), call: 'c' });
const reinstated = (day: number): Fact => ({ type: 'reinstated', ...heard(day) });

const LATE: Fact = { type: 'called', ...heard(5), acceptedAt: at(280), call: 'c', exempt: false };

const NONE: Journalled = { steps: [], warnings: [], messages: [], appeals: [] };

function told(life: Partial<Journalled>): readonly string[] {
  const start = invited({ invitedAt: at(-1), endsAt: at(30) });
  return story({ ...NONE, ...life }, { start, terms: TERMS, language: 'en' }).map(({ text }) => text);
}

type Day = readonly [day: number, ...facts: Fact[]];

/** The story after registering, one step a day that is named, newest first. */
function after(...steps: readonly Day[]): readonly string[] {
  const all = [[0, registered] as const, ...steps];
  return told({
    steps: all.map(([day, ...facts], i) => ({ n: i + 1, recorded_at: on(day), facts })),
  });
}

type Case = readonly [what: string, steps: readonly Day[], said: unknown];

const COUNTS: unknown = expect.stringContaining('It counts');
const not = (why: string): unknown => expect.stringMatching(new RegExp(`It does not count.*${why}`));

describe('the story tells of a call', () => {
  it.each([
    ['that it counts', [[5, called(5)]], COUNTS],
    ['that its reason is exempt', [[5, called(5, true)]], not('its reason is exempt')],
    ['that it came after the end', [[ENDS, called(ENDS)]], not('not made in the time without a call')],
    [
      'of before reinstating, heard afterwards',
      [
        [9, reinstated(9)],
        [12, called(5)],
      ],
      not('before somebody decided'),
    ],
    [
      'that was taken back before it was heard of',
      [
        [5, retracted(5)],
        [6, called(4)],
      ],
      not('taken back'),
    ],
    ['that was taken back in the same breath', [[5, called(4), retracted(5)]], not('taken back')],
    [
      'that was known to be exempt',
      [
        [5, called(5, true)],
        [6, called(4)],
      ],
      not('its reason is exempt'),
    ],
    ['that was reported after settlement', [[280, LATE]], not('reported too late')],
  ] satisfies readonly Case[])('%s', (_what, steps, said) => {
    expect(after(...steps).find((text) => text.includes('was logged'))).toEqual(said);
  });

  it('as it was then, whatever became of it later', () => {
    expect(after([5, called(5)], [6, retracted(6)])).toEqual([
      expect.stringContaining('A call was taken back'),
      COUNTS,
      expect.stringContaining('You registered'),
    ]);
  });

  it('that it counts also where it was heard of before the registration', () => {
    const steps = [called(5), registered].map((fact, i) => ({
      n: i + 1,
      recorded_at: on(6 + i),
      facts: [fact],
    }));
    expect(told({ steps })[1]).toEqual(COUNTS);
  });
});

describe('the story tells of an appeal that nobody decided', () => {
  const appeals = (day: number) => [{ appealedAt: on(6), answeredAt: on(day), declinedBecause: null }];
  const steps = (fact: Fact) =>
    [registered, called(5), fact].map((each, i) => ({
      n: i + 1,
      recorded_at: on(i === 2 ? 40 : i),
      facts: [each],
    }));

  it('in time', () => {
    const ended: Fact = { type: 'ended', time: at(40), reason: 'hotline-called' };
    expect(told({ steps: steps(ended), appeals: appeals(40) }).slice(0, 2)).toEqual([
      expect.stringContaining('The time to appeal is over'),
      'Nobody had decided on your appeal when the time for it was over, so it was not granted.',
    ]);
  });

  it('before the participation was ended', () => {
    const left: Fact = { type: 'stopped', ...heard(40), reason: 'left' };
    expect(told({ steps: steps(left), appeals: appeals(40) })[1]).toBe(
      'Your participation ended before anybody had decided on your appeal.',
    );
  });

  it('but of none that was answered by giving back what was lost', () => {
    expect(told({ steps: steps(reinstated(40)), appeals: appeals(40) }).join()).not.toMatch(
      /decided on your appeal/,
    );
  });
});

it('the story is told newest first, with warnings, appeals and what was written in their place', () => {
  const message = { channel: 'sms', reason: null, may_repeat: false };
  const all = told({
    steps: [
      { n: 1, recorded_at: on(1), facts: [registered] },
      { n: 2, recorded_at: on(5), facts: [{ type: 'completed', time: at(5) }] },
    ],
    warnings: [{ last_visit_at: on(1), recorded_at: on(3) }],
    messages: [
      { ...message, kind: 'welcome', state: 'sent', decided_at: on(2) },
      { ...message, kind: 'reminder', state: 'suppressed', reason: 'opted-out', decided_at: on(2) },
      {
        ...{ ...message, channel: null, kind: 'inactivity-warning' },
        ...{ state: 'suppressed', reason: 'opted-out', decided_at: on(3) },
      },
    ],
    appeals: [{ appealedAt: on(4), answeredAt: null, declinedBecause: null }],
  });
  expect(all).toEqual([
    'The programme is completed.',
    'You appealed.',
    'We did not write to you, as you have stopped all messages: your next visit is due.',
    'There was no visit for some time, so a warning was due.',
    'We wrote to you by SMS: welcome.',
    'You registered. The time without a call began.',
  ]);
});
