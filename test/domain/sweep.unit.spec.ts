import { describe, expect, test } from '@jest/globals';
import { decide } from '../../src/domain/decide.js';
import { judge } from '../../src/domain/judge.js';
import {
  at,
  BREACH,
  called,
  DROPPED,
  INVITED,
  iso,
  QUIET_ENDS,
  reached,
  REGISTERED,
  retracted,
  SETTLED,
  visited,
} from './said.js';
import { journey, underVisitRule, visitingJourney, warnedJourney } from './stories.js';

describe('R9: the sweep only proposes', () => {
  test('a gap closed between proposal and recording keeps the participation', () => {
    const story = warnedJourney()
      .sweeps('2026-02-09T12:00', { delivered: '2026-02-12' })
      .hears(visited('2026-02-11'))
      .waitsUntil('2026-02-12');
    expect(story.phase).toBe('quiet');
    expect(story.fates.at(-1)).toBe('visited');
  });

  test('of a stale proposal and one for the open gap the second drops, whichever comes first', () => {
    const story = warnedJourney()
      .sweeps('2026-02-09T12:00', { delivered: '2026-03-20' })
      .hears(visited('2026-02-10'))
      .sweeps('2026-03-03')
      .sweeps('2026-03-12', { delivered: '2026-03-20' })
      .waitsUntil('2026-03-20');
    expect(story.fates.slice(1)).toEqual(['visited', 'applied']);
    expect(story.state.drop).toMatchObject({ lastVisitAt: at('2026-02-10'), breachAt: at('2026-03-12') });
  });

  test('a stale proposal does not date the drop of a later gap', () => {
    const story = warnedJourney()
      .sweeps('2026-02-09T12:00', { delivered: '2026-03-20' })
      .hears(visited('2026-02-10'))
      .sweeps('2026-03-03')
      .waitsUntil('2026-03-20');
    expect(story.phase).toBe('quiet');
    expect(story.fates.at(-1)).toBe('visited');
  });

  test('a milestone brought with a refused proposal is paid', () => {
    const story = warnedJourney()
      .sweeps('2026-02-09T12:00', { delivered: '2026-02-12' })
      .hears(reached('video-watched', '2026-02-10'), { delivered: '2026-02-12' })
      .waitsUntil('2026-02-12');
    expect(story.phase).toBe('quiet');
    expect(story.paid).toEqual(['registered 600', 'video-watched 600']);
    expect(story.fates.slice(1)).toEqual(['visited', 'applied']);
  });

  test('twice for one gap drops once', () => {
    const story = warnedJourney()
      .sweeps('2026-02-09T12:00', { delivered: '2026-02-12' })
      .sweeps('2026-02-10T12:00', { delivered: '2026-02-12' })
      .waitsUntil('2026-02-12');
    expect(story.fates.slice(1)).toEqual(['applied', 'duplicate']);
    expect(story.facts.filter(({ type }) => type === 'dropped')).toHaveLength(1);
  });

  test('without a warning in time for nothing', () => {
    const { state, terms } = underVisitRule();
    const unwarned = {
      type: 'went-inactive',
      delivery: '2',
      time: at(BREACH),
      acceptedAt: at(BREACH),
      lastVisitAt: at(REGISTERED),
    } as const;
    const judged = judge(decide(state, [unwarned], terms, at(BREACH)), state, {}, terms);
    expect(judged.facts).toEqual([]);
    expect(judged.outcomes).toEqual([{ delivery: '2', status: 'ignored', code: 'not-warned' }]);
  });

  test('to somebody who has not registered for nothing', () => {
    const { state, terms } = journey().invitedAt(INVITED);
    const message = {
      type: 'went-inactive',
      delivery: '1',
      time: at(BREACH),
      acceptedAt: at(BREACH),
      lastVisitAt: at(INVITED),
    } as const;
    expect(decide(state, [message], terms, at(BREACH)).outcomes).toEqual([
      { delivery: '1', status: 'ignored', code: 'wrong-phase' },
    ]);
  });

  test('a drop is dated by the row, not by the proposal', () => {
    const { state, terms, row } = warnedJourney();
    const message = {
      type: 'went-inactive',
      delivery: '2',
      time: at('2026-02-01'),
      acceptedAt: at(DROPPED),
      lastVisitAt: at(REGISTERED),
    } as const;
    const judged = judge(decide(state, [message], terms, at(DROPPED)), state, row, terms);
    expect(judged.facts).toEqual([{ ...message, type: 'dropped', time: at(BREACH) }]);
    expect(judged.outcomes).toEqual([{ delivery: '2', status: 'applied' }]);
  });
});

describe('R9: the step that pays the quiet reward', () => {
  /** Last seen on 1 September: breach on 1 October, nine days before the quiet period's end. */
  const lastSeen = () => visitingJourney('2026-08-20').hears(visited('2026-09-01'));

  test('records the drop instead where there is a breach and a warning in time', () => {
    const story = lastSeen().sweeps('2026-09-25').waitsUntil(SETTLED);
    expect(story.phase).toBe('dropped');
    expect(story.paid).toEqual(['registered 600']);
    expect(story.facts.slice(-2)).toEqual([
      { type: 'quiet-period-over', time: at(QUIET_ENDS) },
      { type: 'dropped', time: at('2026-10-01'), acceptedAt: at(SETTLED), lastVisitAt: at('2026-09-01') },
    ]);
    expect(story.steps.at(-1)?.closes).toBe(false);
    expect(iso(story.due?.at)).toBe('2026-11-12T11:00');
    story.waitsUntil('2026-11-12T11:00');
    expect(story.shown.endedBecause).toBe('inactive');
  });

  test.each([
    ['pays where nobody was warned', undefined, 'completed'],
    ['pays where the warning came less than nine days before', '2026-10-04T11:00:00.001', 'completed'],
    ['drops where it came nine days before', '2026-10-04T11:00', 'dropped'],
  ])('%s', (_what, warning, phase) => {
    const story = warning === undefined ? lastSeen() : lastSeen().sweeps(warning);
    expect(story.waitsUntil(SETTLED).phase).toBe(phase);
  });

  test('is judged by its deadline, however long undelivered events keep it waiting (R16)', () => {
    const story = lastSeen()
      .sweeps('2026-10-04T12:00')
      .hears(called('c', '2026-12-24'), { accepted: '2026-10-13', delivered: '2026-10-20' })
      .waitsUntil('2026-10-20');
    expect(story.phase).toBe('completed');
  });

  test('sees no gap closed by a visit after its deadline, while undelivered events keep it waiting', () => {
    const story = lastSeen()
      .sweeps('2026-09-25')
      .hears(called('c', '2026-12-24'), { accepted: '2026-10-13', delivered: '2026-10-20' })
      .hears(visited('2026-10-15'))
      .waitsUntil('2026-10-20');
    expect(story.phase).toBe('dropped');
  });

  test('of a call that falls away after settlement is judged by when that was heard (R7)', () => {
    const late = () =>
      visitingJourney('2026-09-06').hears(called('a', '2026-10-05')).sweeps('2026-10-14T12:00');
    expect(late().hears(retracted('a', '2026-10-23T12:30')).phase).toBe('dropped');
    expect(late().hears(retracted('a', '2026-10-23T11:59')).phase).toBe('completed');
  });

  test('pays where a visit in settlement closed the gap', () => {
    const story = lastSeen().sweeps('2026-09-25').hears(visited('2026-10-12')).waitsUntil(SETTLED);
    expect(story.phase).toBe('completed');
  });

  test('a proposal brought in the same instant is recorded and pays nothing', () => {
    const story = lastSeen()
      .sweeps('2026-09-25')
      .sweeps('2026-10-05', { delivered: SETTLED })
      .waitsUntil(SETTLED);
    expect(story.phase).toBe('dropped');
    expect(story.fates.at(-1)).toBe('applied');
  });

  test('a stale proposal brought in the same instant does not keep it from paying', () => {
    const story = lastSeen()
      .sweeps('2026-09-25')
      .sweeps('2026-10-05', { delivered: SETTLED })
      .hears(visited('2026-10-06'))
      .waitsUntil(SETTLED);
    expect(story.fates.at(-1)).toBe('visited');
    expect(story.phase).toBe('completed');
  });

  test('pays after a drop that was undone, without a second warning', () => {
    const story = lastSeen()
      .sweeps('2026-09-25')
      .waitsUntil(SETTLED)
      .hears(visited('2026-09-20'), { accepted: '2026-10-20' });
    expect(story.phase).toBe('completed');
    expect(story.paid).toEqual(['registered 600', 'quiet-period 1800']);
  });
});
