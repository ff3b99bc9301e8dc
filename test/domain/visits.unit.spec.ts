import { describe, expect, test } from '@jest/globals';
import { decide } from '../../src/domain/decide.js';
import { judge } from '../../src/domain/judge.js';
import {
  APPEAL_ENDS,
  at,
  BREACH,
  called,
  DAY,
  definition,
  DROPPED,
  droppedJourney,
  INVITED,
  iso,
  journey,
  QUIET_ENDS,
  quietJourney,
  reached,
  REGISTERED,
  registered,
  reinstated,
  SETTLED,
  visited,
} from './kit.js';

const WARNED = '2026-01-31T12:00';
const customer = () => quietJourney(definition());
const warned = () => customer().sweeps(WARNED);

/** Visits every twenty days up to then. */
function visiting(until: string) {
  const story = customer();
  for (let when = story.now + 20 * DAY; when <= at(until); when += 20 * DAY) story.hears(visited(when));
  return story;
}

describe('R9: the visit rule', () => {
  test('is kept by one visit in every thirty days: nine months are paid', () => {
    const story = visiting('2026-10-01').sweepsDailyUntil(SETTLED);
    expect(story.phase).toBe('completed');
  });

  test('warns after 21 days and drops after 30, with a fact that names breach and last visit', () => {
    const story = customer().sweeps('2026-01-31T11:59');
    expect(story.row.warnedAt).toBeUndefined();
    story.sweeps(WARNED).sweeps('2026-02-09T11:59');
    expect(story.phase).toBe('quiet');
    story.sweeps(DROPPED);
    expect(story.phase).toBe('dropped');
    expect(story.facts.at(-1)).toMatchObject({
      type: 'dropped',
      time: at(BREACH),
      lastVisitAt: at(REGISTERED),
      acceptedAt: at(DROPPED),
    });
    expect(story.fates.at(-1)).toBe('applied');
    expect(story.due).toEqual({ what: 'appeal', at: at(APPEAL_ENDS) });
  });

  test('ends who does not appeal within thirty days of the recording', () => {
    const story = droppedJourney().waitsUntil(APPEAL_ENDS);
    expect([story.phase, story.shown.endedBecause]).toEqual(['ended', 'inactive']);
    expect(story.paid).toEqual(['registered 600']);
  });

  test('drops nobody without a warning recorded nine days before', () => {
    const story = customer().sweeps('2026-02-15').sweeps('2026-02-23T23:59');
    expect(story.phase).toBe('quiet');
    expect(story.sweeps('2026-02-24').phase).toBe('dropped');
    expect(story.facts.at(-1)).toMatchObject({ time: at(BREACH) });
  });

  test('lets a warning serve only the gap in which it was recorded', () => {
    const story = warned().hears(visited('2026-02-05')).sweeps('2026-03-10');
    expect(story.phase).toBe('quiet');
    expect(iso(story.row.warnedFor)).toBe('2026-02-05T00:00');
    expect(story.sweeps('2026-03-18').phase).toBe('quiet');
    expect(story.sweeps('2026-03-19').phase).toBe('dropped');
  });

  test('sees no breach in a gap that a visit has closed, however long it was', () => {
    const story = warned().hears(visited('2026-02-20')).sweeps('2026-02-21');
    expect(story.phase).toBe('quiet');
  });

  test('counts registering, a milestone and any other action as a visit', () => {
    const story = warned().hears(reached('video-watched', '2026-02-05')).sweeps('2026-02-15');
    expect(story.phase).toBe('quiet');
    expect(story.sweeps('2026-02-26').row.warnedFor).toBe(at('2026-02-05'));
  });

  test('starts its clock no earlier than the quiet period', () => {
    const story = journey()
      .invitedAt(INVITED)
      .hears(registered('2025-11-01'), { accepted: INVITED })
      .sweepsDailyUntil('2026-01-30T10:00');
    expect(iso(story.row.warnedFor)).toBe(INVITED);
    expect(story.sweeps('2026-01-31T10:00').phase).toBe('dropped');
    expect(story.facts.at(-1)).toMatchObject({ time: at('2026-01-31T10:00') });
  });

  test.each([
    ['a breach in the last moment', '2026-09-10T10:59:59.999', 'dropped'],
    ['none at the end', '2026-09-10T11:00', 'completed'],
  ])('binds up to the original end: %s', (_edge, lastVisit, phase) => {
    const story = visiting('2026-08-20')
      .hears(visited(lastVisit))
      .sweepsDailyUntil(SETTLED)
      .waitsUntil(SETTLED);
    expect(story.phase).toBe(phase);
  });

  test('binds who forfeited too: forfeited, then inactive', () => {
    const story = customer().hears(called('c', '2026-01-12')).sweepsDailyUntil('2026-02-10');
    expect(story.phase).toBe('dropped');
    story.waitsUntil('2026-03-12');
    expect([story.phase, story.shown.endedBecause]).toEqual(['ended', 'inactive']);
  });

  test('is absent where the terms have none', () => {
    const story = quietJourney().sweepsDailyUntil(SETTLED);
    expect(story.row.warnedAt).toBeUndefined();
    expect(story.phase).toBe('completed');
  });
});

describe('R9: a milestone before and after a breach', () => {
  const video = (when: string) => reached('video-watched', when);

  test('reached before the last visit and reported while dropped is paid, and the drop stands', () => {
    const story = customer()
      .hears(visited('2026-01-20'))
      .sweepsDailyUntil('2026-02-20')
      .hears(video('2026-01-15'), { accepted: '2026-02-21' });
    expect(story.phase).toBe('dropped');
    expect(story.paid).toEqual(['registered 600', 'video-watched 600']);
  });

  test('reached at the breach or later pays nothing while dropped and nothing after it', () => {
    const story = droppedJourney().hears(video(BREACH), { accepted: '2026-02-10' });
    expect(story.fates.at(-1)).toBe('applied');
    expect(story.waitsUntil(APPEAL_ENDS).paid).toEqual(['registered 600']);
  });

  test('reached in the gap and reported late undoes the drop and is paid', () => {
    const story = droppedJourney().hears(video('2026-02-09T11:59'), { accepted: '2026-02-20' });
    expect(story.phase).toBe('quiet');
    expect(story.paid).toEqual(['registered 600', 'video-watched 600']);
  });

  test('a second report of a paid milestone is a visit all the same', () => {
    const story = customer()
      .hears(video('2026-01-12'))
      .sweepsDailyUntil('2026-02-12')
      .hears(video('2026-02-01'), { accepted: '2026-02-13' });
    expect(story.phase).toBe('quiet');
    expect(story.fates.at(-1)).toBe('applied');
    expect(iso(story.shown.reached['video-watched'])).toBe('2026-01-12T00:00');
    expect(story.paid).toEqual(['registered 600', 'video-watched 600']);
  });

  test('a second registration is a visit too, even after the end of the invitation', () => {
    const story = visiting('2026-03-20')
      .sweepsDailyUntil('2026-04-11T12:00')
      .hears(registered('2026-03-20'), { accepted: '2026-04-12' });
    expect(story.state.drop).toBeUndefined();
    expect(story.fates.at(-1)).toBe('applied');
    expect(iso(story.shown.registeredAt)).toBe(REGISTERED);
  });

  test('undoing pays what was reached meanwhile', () => {
    const story = droppedJourney()
      .hears(video('2026-02-15'))
      .hears(visited('2026-02-01'), { accepted: '2026-02-16' });
    expect(story.phase).toBe('quiet');
    expect(story.paid).toEqual(['registered 600', 'video-watched 600']);
    expect(story.grants.at(-1)).toMatchObject({
      time: at('2026-02-15'),
      delivery: story.grants.at(-1)?.delivery,
    });
  });
});

describe('R9: a drop is undone', () => {
  test.each([
    ['with the last visit', REGISTERED, 'outside-gap'],
    ['just after the last visit', '2026-01-10T12:00:00.001', 'applied'],
    ['just before the breach', '2026-02-09T11:59:59.999', 'applied'],
    ['at the breach', BREACH, 'outside-gap'],
    ['after the breach', '2026-02-15', 'outside-gap'],
  ])('only by a visit inside the gap: %s', (_edge, when, fate) => {
    const story = droppedJourney().hears(visited(when), { accepted: '2026-02-20' });
    expect(story.fates.at(-1)).toBe(fate);
    expect(story.phase).toBe(fate === 'applied' ? 'quiet' : 'dropped');
  });

  test('up to the last moment of the appeal', () => {
    const seen = visited('2026-02-01');
    expect(droppedJourney().hears(seen, { accepted: '2026-03-11T11:59:59.999' }).phase).toBe('quiet');
    expect(droppedJourney().hears(seen, { accepted: APPEAL_ENDS }).phase).toBe('ended');
  });

  test('and the clock then runs from the latest visit heard, also from one after the breach', () => {
    const story = droppedJourney()
      .hears(visited('2026-02-20'))
      .hears(visited('2026-02-01'), { accepted: '2026-02-21' })
      .sweepsDailyUntil('2026-03-13');
    expect(story.phase).toBe('quiet');
    expect(iso(story.row.warnedFor)).toBe('2026-02-20T00:00');
  });

  test('after settlement by a late report: the quiet reward is paid at once', () => {
    const story = visiting('2026-08-20').sweepsDailyUntil('2026-10-12');
    expect(story.phase).toBe('dropped');
    story.waitsUntil('2026-10-14').hears(reached('video-watched', '2026-09-01'), { accepted: '2026-10-14' });
    expect(story.phase).toBe('completed');
    expect(story.paid).toEqual(['registered 600', 'video-watched 600', 'quiet-period 1800']);
  });

  test('and a visit of somebody who is not dropped needs no delivery', () => {
    const story = droppedJourney()
      .hears(visited('2026-02-01'), { accepted: '2026-02-20' })
      .hears(visited('2026-02-21'));
    expect(story.fates).toHaveLength(3);
  });

  test('twice by two visits brought together: the second has nothing left to undo', () => {
    const together = { accepted: '2026-02-20', delivered: '2026-02-21' };
    const story = droppedJourney()
      .hears(visited('2026-02-01'), together)
      .hears(visited('2026-02-02'), together)
      .waitsUntil('2026-02-21');
    expect(story.fates.slice(-2)).toEqual(['applied', 'not-dropped']);
  });
});

describe('R9: the sweep only proposes', () => {
  test('a gap closed between proposal and recording keeps the participation', () => {
    const story = warned()
      .sweeps('2026-02-09T12:00', { delivered: '2026-02-12' })
      .hears(visited('2026-02-11'))
      .waitsUntil('2026-02-12');
    expect(story.phase).toBe('quiet');
    expect(story.fates.at(-1)).toBe('visited');
  });

  test('of a stale proposal and one for the open gap the second drops, whichever comes first', () => {
    const story = warned()
      .sweeps('2026-02-09T12:00', { delivered: '2026-03-20' })
      .hears(visited('2026-02-10'))
      .sweeps('2026-03-03')
      .sweeps('2026-03-12', { delivered: '2026-03-20' })
      .waitsUntil('2026-03-20');
    expect(story.fates.slice(1)).toEqual(['visited', 'applied']);
    expect(story.state.drop).toMatchObject({ lastVisitAt: at('2026-02-10'), breachAt: at('2026-03-12') });
  });

  test('a stale proposal does not date the drop of a later gap', () => {
    const story = warned()
      .sweeps('2026-02-09T12:00', { delivered: '2026-03-20' })
      .hears(visited('2026-02-10'))
      .sweeps('2026-03-03')
      .waitsUntil('2026-03-20');
    expect(story.phase).toBe('quiet');
    expect(story.fates.at(-1)).toBe('visited');
  });

  test('a milestone brought with a refused proposal is paid', () => {
    const story = warned()
      .sweeps('2026-02-09T12:00', { delivered: '2026-02-12' })
      .hears(reached('video-watched', '2026-02-10'), { delivered: '2026-02-12' })
      .waitsUntil('2026-02-12');
    expect(story.phase).toBe('quiet');
    expect(story.paid).toEqual(['registered 600', 'video-watched 600']);
    expect(story.fates.slice(1)).toEqual(['visited', 'applied']);
  });

  test('twice for one gap drops once', () => {
    const story = warned()
      .sweeps('2026-02-09T12:00', { delivered: '2026-02-12' })
      .sweeps('2026-02-10T12:00', { delivered: '2026-02-12' })
      .waitsUntil('2026-02-12');
    expect(story.fates.slice(1)).toEqual(['applied', 'duplicate']);
    expect(story.facts.filter(({ type }) => type === 'dropped')).toHaveLength(1);
  });

  test('without a warning in time for nothing', () => {
    const { state, terms } = customer();
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
    const { state, terms, row } = warned();
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
  const lastSeen = () => visiting('2026-08-20').hears(visited('2026-09-01'));

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

describe('R10: reinstating', () => {
  test('excuses every call before it and leaves the original end', () => {
    const story = quietJourney()
      .hears(called('c', '2026-03-01'))
      .hears(called('d', '2026-03-02'))
      .hears(reinstated('2026-03-10'));
    expect(story.phase).toBe('quiet');
    expect(story.due).toEqual({ what: 'quiet period', at: at(QUIET_ENDS) });
    expect(story.shown.forfeitedBy).toBeUndefined();
  });

  test.each([
    ['an older call heard afterwards is excused', '2026-03-09T23:59:59.999', 'quiet'],
    ['a call in the same instant counts', '2026-03-10', 'forfeited'],
    ['a later call counts', '2026-04-01', 'forfeited'],
  ])('%s', (_what, when, phase) => {
    const story = quietJourney()
      .hears(called('c', '2026-03-01'))
      .hears(reinstated('2026-03-10'))
      .hears(called('d', when), { accepted: '2026-04-02' });
    expect(story.phase).toBe(phase);
  });

  test('of who was dropped restarts the visit clock and pays what was reached meanwhile', () => {
    const story = droppedJourney()
      .hears(reached('video-watched', '2026-02-15'))
      .hears(reinstated('2026-03-01'));
    expect(story.phase).toBe('quiet');
    expect(story.paid).toEqual(['registered 600', 'video-watched 600']);
    story.sweepsDailyUntil('2026-03-30');
    expect(story.phase).toBe('quiet');
    expect(iso(story.row.warnedFor)).toBe('2026-03-01T00:00');
    expect(story.sweeps('2026-03-31').phase).toBe('dropped');
  });

  test('makes a proposal for the gap before it stale', () => {
    const story = warned()
      .hears(called('c', '2026-02-01'))
      .sweeps('2026-02-09T12:00', { delivered: '2026-02-11' })
      .hears(reinstated('2026-02-10'))
      .waitsUntil('2026-02-11');
    expect(story.phase).toBe('quiet');
    expect(story.fates.slice(-2)).toEqual(['visited', 'applied']);
  });

  test('reinstated after the original end: in settlement it waits, after it the reward is paid at once', () => {
    const dropped = () => visiting('2026-08-20').sweepsDailyUntil('2026-09-25');
    expect(dropped().hears(reinstated('2026-10-11')).phase).toBe('settling');
    const story = dropped().hears(reinstated('2026-10-15'));
    expect(story.phase).toBe('completed');
    expect(story.paid).toEqual(['registered 600', 'quiet-period 1800']);
  });

  test.each([
    ['quiet', () => quietJourney()],
    ['invited', () => journey().invitedAt(INVITED)],
    ['settling', () => quietJourney().waitsUntil('2026-10-11')],
  ])('is ignored when the phase has become %s', (phase, begin) => {
    const story = begin().waitsUntil('2026-01-11');
    story.hears(reinstated(story.now));
    expect(story.fates.at(-1)).toBe('wrong-phase');
    expect(story.phase).toBe(phase);
  });

  test('twice at one instant changes nothing (R12)', () => {
    const story = quietJourney()
      .hears(called('c', '2026-03-01'))
      .hears(reinstated('2026-03-10'))
      .hears(reinstated('2026-03-10'));
    expect(story.fates.slice(-2)).toEqual(['applied', 'duplicate']);
  });

  test('a second time excuses what came since', () => {
    const story = quietJourney()
      .hears(called('c', '2026-03-01'))
      .hears(reinstated('2026-03-10'))
      .hears(called('d', '2026-04-01'))
      .hears(reinstated('2026-04-10'));
    expect(story.phase).toBe('quiet');
  });
});
