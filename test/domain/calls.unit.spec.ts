import { describe, expect, test } from '@jest/globals';
import { decide } from '../../src/domain/decide.js';
import { callJudge, countedCalls } from '../../src/domain/phase.js';
import { evolve } from '../../src/domain/state.js';
import {
  at,
  called,
  exempt,
  iso,
  QUIET_ENDS,
  reached,
  registered,
  REGISTERED,
  retracted,
  SETTLED,
} from './said.js';
import { quietJourney } from './stories.js';

const caller = () => quietJourney().hears(called('c', '2026-03-01T09:00'));

describe('R5: a counted call', () => {
  test('inside the quiet period forfeits, and the participation waits for its last appeal', () => {
    const story = caller();
    expect(story.phase).toBe('forfeited');
    expect(story.due).toEqual({ what: 'forfeiture', at: Date.parse(`${SETTLED}Z`) });
    expect(story.shown.forfeitedBy).toBe('2');
    story.waitsUntil(SETTLED);
    expect([story.phase, story.shown.endedBecause]).toEqual(['ended', 'hotline-called']);
    expect(story.paid).toEqual(['registered 600']);
    expect(story.facts.map(({ type }) => type)).not.toContain('quiet-period-over');
  });

  test.each([
    ['just before the start', '2026-01-10T11:59:59.999', 'settling'],
    ['at the start', REGISTERED, 'forfeited'],
    ['in the last moment', '2026-10-10T10:59:59.999', 'forfeited'],
    ['at the end', QUIET_ENDS, 'settling'],
  ])('%s', (_edge, when, phase) => {
    const story = quietJourney().hears(called('c', when), { accepted: '2026-10-11' });
    expect(story.phase).toBe(phase);
    expect(story.fates[1]).toBe('applied');
  });

  test.each([
    ['before', [exempt('c', '2026-03-01'), called('c', '2026-03-01')], ['applied', 'duplicate']],
    ['after', [called('c', '2026-03-01'), exempt('c', '2026-03-01')], ['applied', 'applied']],
  ] as const)('is exempt when any report of it is: %s the other report', (_order, reports, fates) => {
    const story = quietJourney()
      .hears(reports[0])
      .hears(reports[1], { accepted: '2026-03-02' })
      .waitsUntil(SETTLED);
    expect(story.paid).toContain('quiet-period 1800');
    expect(story.fates.slice(1)).toEqual(fates);
  });

  test('is exempt for one call only', () => {
    const story = quietJourney().hears(exempt('fault', '2026-03-01')).hears(called('c', '2026-03-02'));
    expect(story.phase).toBe('forfeited');
    expect(story.shown.forfeitedBy).toBe('3');
  });

  test('reported twice alike changes nothing (R12)', () => {
    const story = caller().hears(called('c', '2026-03-01T09:00'), { accepted: '2026-03-05' });
    expect(story.fates.at(-1)).toBe('duplicate');
    expect(story.steps).toHaveLength(2);
  });

  test('reported again with a later time is the same call at its earlier time', () => {
    const story = caller().hears(called('c', '2026-03-04'));
    expect(story.fates.at(-1)).toBe('duplicate');
    expect(story.state.calls['c']?.time).toBe(Date.parse('2026-03-01T09:00Z'));
  });

  test('counts by the earliest of its times: a correction to before the registration clears it', () => {
    const story = caller().hears(called('c', '2026-01-09'), { accepted: '2026-03-05' });
    expect(story.fates.at(-1)).toBe('applied');
    expect(story.phase).toBe('quiet');
  });

  test('counts by the earliest of its acceptances, whichever report is brought first', () => {
    const story = quietJourney()
      .hears(called('open', '2026-10-09'), { accepted: '2026-10-12' })
      .hears(called('c', '2026-10-10'), { accepted: '2026-10-13T10:00', delivered: '2026-10-15' })
      .hears(called('c', '2026-10-10'), { accepted: '2026-10-13T12:00' })
      .waitsUntil('2026-10-15')
      .hears(retracted('open', '2026-10-16'));
    expect(story.fates.slice(1)).toEqual(['applied', 'applied', 'applied', 'applied']);
    expect(story.phase).toBe('forfeited');
  });

  test('keeps its earliest time when a report with a later one was accepted before it', () => {
    const story = quietJourney()
      .hears(called('c', QUIET_ENDS), { accepted: '2026-10-11', delivered: '2026-10-12' })
      .hears(called('c', '2026-10-10T10:00'), { accepted: '2026-10-11T12:00' })
      .waitsUntil('2026-10-12');
    expect(story.fates.slice(1)).toEqual(['applied', 'applied']);
    expect(story.phase).toBe('forfeited');
    expect(story.shown.forfeitedBy).toBe('3');
  });

  test('keeps its name when a second report of the same moment was accepted before', () => {
    const story = quietJourney()
      .hears(called('c', '2026-03-01'), { accepted: '2026-03-02', delivered: '2026-03-04' })
      .hears(called('c', '2026-03-01'), { accepted: '2026-03-03' })
      .waitsUntil('2026-03-04');
    expect(story.fates.slice(1)).toEqual(['applied', 'applied']);
    expect(story.shown.forfeitedBy).toBe('3');
  });

  test('of several is named by the earliest that counts, also when that one is heard last', () => {
    const story = caller().hears(called('d', '2026-02-01'), { accepted: '2026-03-10' });
    expect(story.shown.forfeitedBy).toBe('3');
    story.hears(retracted('d', '2026-03-11'));
    expect(story.shown.forfeitedBy).toBe('2');
  });

  test('is named by the report with its earliest time', () => {
    const story = caller().hears(called('c', '2026-02-20'), { accepted: '2026-03-05' });
    expect(story.shown.forfeitedBy).toBe('3');
  });
});

describe('R5: a retraction', () => {
  test('before its call keeps the call from ever counting', () => {
    const story = quietJourney().hears(retracted('c', '2026-03-01')).hears(called('c', '2026-02-28'));
    expect(story.phase).toBe('quiet');
    expect(story.fates.slice(1)).toEqual(['applied', 'applied']);
  });

  test('twice changes nothing (R12)', () => {
    const story = caller().hears(retracted('c', '2026-03-02')).hears(retracted('c', '2026-03-03'));
    expect(story.fates.at(-1)).toBe('duplicate');
  });

  test('of another call leaves the quiet period forfeited', () => {
    expect(caller().hears(retracted('d', '2026-03-02')).phase).toBe('forfeited');
  });
});

describe('R7: when the last counted call falls away', () => {
  test('the quiet period goes on with its original end', () => {
    const story = caller().hears(retracted('c', '2026-05-01'));
    expect(story.phase).toBe('quiet');
    expect(story.due).toEqual({ what: 'quiet period', at: Date.parse(`${QUIET_ENDS}Z`) });
    expect(story.shown.forfeitedBy).toBeUndefined();
  });

  test('one of two is not enough', () => {
    const story = caller().hears(called('d', '2026-04-01')).hears(retracted('c', '2026-05-01'));
    expect(story.phase).toBe('forfeited');
  });

  test('the reward is paid at once when settlement is over', () => {
    const story = quietJourney().hears(called('c', '2026-10-09')).hears(retracted('c', '2026-10-20'));
    expect(story.phase).toBe('completed');
    expect(story.paid).toEqual(['registered 600', 'quiet-period 1800']);
    expect(story.facts.slice(-3).map(({ type }) => type)).toEqual([
      'quiet-period-over',
      'granted',
      'completed',
    ]);
    expect(iso(story.facts.at(-1)?.time)).toBe(SETTLED);
    expect(iso(story.grants.at(-1)?.time)).toBe(QUIET_ENDS);
  });
});

describe('R8: settlement', () => {
  test('is entered at the end of the quiet period, said once, and pays at its own end', () => {
    const story = quietJourney().waitsUntil(QUIET_ENDS);
    expect(story.phase).toBe('settling');
    expect(story.due).toEqual({ what: 'settlement', at: Date.parse(`${SETTLED}Z`) });
    expect(story.paid).toEqual(['registered 600']);
    story.hears(reached('video-watched', '2026-10-01'), { accepted: '2026-10-11' }).waitsUntil(SETTLED);
    expect(story.facts.filter(({ type }) => type === 'quiet-period-over')).toEqual([
      { type: 'quiet-period-over', time: Date.parse(`${QUIET_ENDS}Z`) },
    ]);
    expect(story.phase).toBe('completed');
  });

  test.each([
    ['in its last moment', '2026-10-13T10:59:59.999', 'forfeited'],
    ['with its end', SETTLED, 'completed'],
  ])('a call made before the end and reported %s', (_edge, accepted, phase) => {
    expect(quietJourney().hears(called('c', '2026-10-10T10:00'), { accepted }).phase).toBe(phase);
  });

  test('a call reported in settlement and then retracted still pays at the end of settlement', () => {
    const story = quietJourney()
      .hears(called('c', '2026-10-10'), { accepted: '2026-10-11' })
      .hears(retracted('c', '2026-10-12'));
    expect(story.phase).toBe('settling');
    expect(story.waitsUntil(SETTLED).phase).toBe('completed');
  });

  test('a call first accepted after it never counts, even while another keeps the participation open', () => {
    const story = quietJourney()
      .hears(called('c', '2026-10-09'), { accepted: '2026-10-12' })
      .hears(called('d', '2026-10-09'), { accepted: SETTLED })
      .hears(retracted('c', '2026-10-20'));
    expect(story.phase).toBe('completed');
  });

  test('a call accepted in time and brought after an outage forfeits, and appeal runs from then (R16)', () => {
    const story = quietJourney()
      .hears(called('c', '2026-10-09'), { accepted: '2026-10-13T10:00', delivered: '2026-10-20' })
      .waitsUntil('2026-10-19');
    expect(story.paid).toEqual(['registered 600']);
    story.waitsUntil('2026-10-20');
    expect(story.phase).toBe('forfeited');
    expect(iso(story.due?.at)).toBe('2026-11-19T00:00');
  });

  test('after it nothing is taken back: completed is final', () => {
    const story = quietJourney()
      .waitsUntil(SETTLED)
      .hears(called('c', '2026-05-01'), { accepted: '2026-10-14' });
    expect([story.phase, story.fates.at(-1)]).toEqual(['completed', 'ended']);
  });
});

describe('the phase table: until when somebody forfeited can appeal', () => {
  test('at least to the end of settlement', () => {
    expect(iso(caller().due?.at)).toBe(SETTLED);
  });

  test('thirty days from the first recording of the call that was recorded last', () => {
    const story = caller()
      .hears(called('d', '2026-04-01'), { accepted: '2026-10-12' })
      .hears(called('c', '2026-02-20'), { accepted: '2026-10-13' });
    expect(iso(story.due?.at)).toBe('2026-11-11T00:00');
  });

  test('a call that fell away no longer prolongs it', () => {
    const story = caller()
      .hears(called('d', '2026-04-01'), { accepted: '2026-10-12' })
      .hears(retracted('d', '2026-10-12T12:00'));
    expect(iso(story.due?.at)).toBe(SETTLED);
  });

  test('a retraction in the last moment is heard, one with the end is too late', () => {
    const late = () => quietJourney().hears(called('c', '2026-10-09'), { accepted: '2026-10-12' });
    expect(late().hears(retracted('c', '2026-11-10T23:59:59.999')).phase).toBe('completed');
    expect(late().hears(retracted('c', '2026-11-11')).phase).toBe('ended');
  });
});

describe('R14: what was earned is paid even where the call arrives in the same instant', () => {
  test('a milestone and a call brought together: both count', () => {
    const together = { accepted: '2026-03-02', delivered: '2026-03-03' };
    const story = quietJourney()
      .hears(called('c', '2026-03-01'), together)
      .hears(reached('video-watched', '2026-03-01'), together)
      .waitsUntil('2026-03-03');
    expect(story.phase).toBe('forfeited');
    expect(story.paid).toEqual(['registered 600', 'video-watched 600']);
    expect(story.steps).toHaveLength(2);
  });

  test('two registrations of one moment pay once', () => {
    const story = quietJourney().hears(registered(REGISTERED), { accepted: '2026-01-11' });
    expect(story.paid).toEqual(['registered 600']);
  });
});

test('each delivery has one outcome, however many are brought together', () => {
  const { state, terms } = quietJourney();
  const heardOf = (call: string, delivery: string) =>
    ({ ...called(call, '2026-03-01'), delivery, acceptedAt: at('2026-03-01') }) as const;
  const { facts, outcomes } = decide(state, [heardOf('c', '2'), heardOf('d', '3')], terms, at('2026-03-02'));
  expect(facts).toHaveLength(2);
  expect(outcomes).toStrictEqual([
    { delivery: '2', status: 'applied' },
    { delivery: '3', status: 'applied' },
  ]);
});

describe('a call is judged', () => {
  const { state, terms } = quietJourney();
  const call = { time: at('2026-03-01'), acceptedAt: at('2026-03-01'), recordedAt: 0, exempt: false };
  const [starts, ends] = [at(REGISTERED), at(QUIET_ENDS)];

  test.each([
    ['counts', {}, {}],
    ['counts', { time: starts }, {}],
    ['outside', { time: starts - 1 }, {}],
    ['counts', { time: ends - 1, acceptedAt: at(SETTLED) - 1 }, {}],
    ['late', { acceptedAt: at(SETTLED) }, {}],
    ['outside', { time: ends }, {}],
    ['exempt', { exempt: true }, {}],
    ['retracted', { exempt: true }, { retracted: ['c'] }],
    ['counts', {}, { retracted: ['d'] }],
    ['excused', {}, { reinstatedAt: call.time + 1 }],
    ['counts', {}, { reinstatedAt: call.time }],
  ] as const)('%s', (verdict, report, known) => {
    expect(callJudge({ ...state, ...known }, terms)('c', { ...call, ...report })).toBe(verdict);
  });

  test('outside where nobody has registered', () => {
    const { registration: _none, ...unregistered } = state;
    expect(callJudge(unregistered, terms)('c', call)).toBe('outside');
  });
});

/** How long a step of so many calls takes. */
function msForCalls(length: number): number {
  const { state, terms } = quietJourney();
  const messages = Array.from({ length }, (_, i) => {
    const when = at('2026-03-01') + i;
    return { type: 'called', call: `call-${i}`, exempt: false, time: when, acceptedAt: when } as const;
  });
  const begin = performance.now();
  const after = evolve(state, decide(state, messages, terms, at('2026-03-02')));
  const elapsed = performance.now() - begin;
  expect(countedCalls(after, terms)).toHaveLength(length);
  return elapsed;
}

describe('a faulty feed', () => {
  test('of thousands of calls in one step does not hold the workflow until Temporal gives it up', () => {
    const few = Math.min(...[1, 2, 3].map(() => msForCalls(250)));
    const sixteenTimesAsMany = Math.min(...[1, 2, 3].map(() => msForCalls(4_000)));
    expect(sixteenTimesAsMany).toBeLessThan(56 * few);
  });
});
