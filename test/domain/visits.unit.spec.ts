import { describe, expect, test } from '@jest/globals';
import { definition } from './programme.js';
import {
  APPEAL_ENDS,
  at,
  BREACH,
  called,
  DROPPED,
  INVITED,
  iso,
  reached,
  registered,
  REGISTERED,
  SETTLED,
  visited,
  WARNED,
} from './said.js';
import {
  droppedJourney,
  journey,
  quietJourney,
  underVisitRule,
  visitingJourney,
  warnedJourney,
} from './stories.js';

describe('R9: the visit rule', () => {
  test('is kept by one visit in every thirty days: nine months are paid', () => {
    const story = visitingJourney('2026-10-01').sweepsDailyUntil(SETTLED);
    expect(story.phase).toBe('completed');
  });

  test('warns after 21 days and drops after 30, with a fact that names breach and last visit', () => {
    const story = underVisitRule().sweeps('2026-01-31T11:59');
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

  test('takes what self-service does as a visit, also where the programme rewards no such milestone', () => {
    const { milestones, ...rest } = definition();
    const unrewarded = { ...rest, milestones: milestones.filter(({ code }) => code !== 'app-installed') };
    const dropped = () => quietJourney(unrewarded).sweepsDailyUntil(DROPPED);
    const late = { accepted: DROPPED };
    expect(dropped().hears(reached('app-installed', '2026-01-20T12:00'), late).phase).toBe('quiet');
    expect(dropped().hears(reached('app-installed', REGISTERED), late).phase).toBe('dropped');
    expect(dropped().hears(reached('moon-landing', '2026-01-20T12:00'), late).phase).toBe('dropped');
    const story = dropped().hears(reached('app-installed', '2026-01-20T12:00'), late);
    expect([story.facts.at(-1), story.paid]).toMatchObject([{ type: 'visited' }, ['registered 600']]);
  });

  test('drops nobody without a warning recorded nine days before', () => {
    const story = underVisitRule().sweeps('2026-02-15').sweeps('2026-02-23T23:59');
    expect(story.phase).toBe('quiet');
    expect(story.sweeps('2026-02-24').phase).toBe('dropped');
    expect(story.facts.at(-1)).toMatchObject({ time: at(BREACH) });
  });

  test('lets a warning serve only the gap in which it was recorded', () => {
    const story = warnedJourney().hears(visited('2026-02-05')).sweeps('2026-03-10');
    expect(story.phase).toBe('quiet');
    expect(iso(story.row.warnedFor)).toBe('2026-02-05T00:00');
    expect(story.sweeps('2026-03-18').phase).toBe('quiet');
    expect(story.sweeps('2026-03-19').phase).toBe('dropped');
  });

  test('sees no breach in a gap that a visit has closed, however long it was', () => {
    const story = warnedJourney().hears(visited('2026-02-20')).sweeps('2026-02-21');
    expect(story.phase).toBe('quiet');
  });

  test('counts registering, a milestone and any other action as a visit', () => {
    const story = warnedJourney().hears(reached('video-watched', '2026-02-05')).sweeps('2026-02-15');
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
    const story = visitingJourney('2026-08-20')
      .hears(visited(lastVisit))
      .sweepsDailyUntil(SETTLED)
      .waitsUntil(SETTLED);
    expect(story.phase).toBe(phase);
  });

  test('binds who forfeited too: forfeited, then inactive', () => {
    const story = underVisitRule().hears(called('c', '2026-01-12')).sweepsDailyUntil('2026-02-10');
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
    const story = underVisitRule()
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
    const story = underVisitRule()
      .hears(video('2026-01-12'))
      .sweepsDailyUntil('2026-02-12')
      .hears(video('2026-02-01'), { accepted: '2026-02-13' });
    expect(story.phase).toBe('quiet');
    expect(story.fates.at(-1)).toBe('applied');
    expect(iso(story.shown.reached['video-watched'])).toBe('2026-01-12T00:00');
    expect(story.paid).toEqual(['registered 600', 'video-watched 600']);
  });

  test('a second registration is a visit too, even after the end of the invitation', () => {
    const story = visitingJourney('2026-03-20')
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
    const story = visitingJourney('2026-08-20').sweepsDailyUntil('2026-10-12');
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
