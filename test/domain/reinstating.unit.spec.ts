import { describe, expect, test } from '@jest/globals';
import { at, called, INVITED, iso, QUIET_ENDS, reached, reinstated } from './said.js';
import { droppedJourney, journey, quietJourney, visitingJourney, warnedJourney } from './stories.js';

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
    const story = warnedJourney()
      .hears(called('c', '2026-02-01'))
      .sweeps('2026-02-09T12:00', { delivered: '2026-02-11' })
      .hears(reinstated('2026-02-10'))
      .waitsUntil('2026-02-11');
    expect(story.phase).toBe('quiet');
    expect(story.fates.slice(-2)).toEqual(['visited', 'applied']);
  });

  test('reinstated after the original end: in settlement it waits, after it the reward is paid at once', () => {
    const dropped = () => visitingJourney('2026-08-20').sweepsDailyUntil('2026-09-25');
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
