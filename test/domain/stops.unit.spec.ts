import { describe, expect, test } from '@jest/globals';
import { decide } from '../../src/domain/decide.js';
import type { StopReason } from '../../src/domain/facts.js';
import { type Journey } from './journey.js';
import { definition, withoutVisitRule } from './programme.js';
import {
  at,
  called,
  DAY,
  INVITED,
  iso,
  QUIET_ENDS,
  reached,
  REGISTERED,
  registered,
  SETTLED,
  stopped,
  visited,
} from './said.js';
import { droppedJourney, journey, quietJourney } from './stories.js';

const invited = () => journey(withoutVisitRule()).invitedAt(INVITED);
const video = (when: string) => reached('video-watched', when);
const leave = (when: string) => stopped('left', when);

const REASONS: readonly StopReason[] = ['left', 'consent-withdrawn', 'contract-ended', 'erased'];

/** Every open phase, how it comes about, and what has been paid once somebody stops in it. */
const OPEN: readonly (readonly [string, () => Journey, readonly string[]])[] = [
  ['invited', () => invited().hears(video('2026-01-02')).waitsUntil('2026-02-01'), []],
  ['quiet', () => quietJourney().waitsUntil('2026-02-01'), ['registered 600']],
  ['dropped', () => droppedJourney().hears(video('2026-02-20')).waitsUntil('2026-03-01'), ['registered 600']],
  ['forfeited', () => quietJourney().hears(called('c', '2026-01-20')), ['registered 600']],
  ['settling', () => quietJourney().waitsUntil('2026-10-11'), ['registered 600', 'quiet-period 1800']],
];

describe('R11: every stop in every phase', () => {
  describe.each(REASONS)('%s', (reason) => {
    test.each(OPEN)('while %s ends at once and pays what was earned, no more', (phase, begin, paid) => {
      const story = begin();
      expect(story.phase).toBe(phase);
      story.hears(stopped(reason, new Date(story.now).toISOString()));
      expect([story.phase, story.shown.endedBecause]).toEqual(['ended', reason]);
      expect(story.paid).toEqual(paid);
      expect(story.fates.at(-1)).toBe('applied');
      expect(story.steps.at(-1)?.closes).toBe(true);
      expect(story.due).toBeUndefined();
    });

    test('after completion changes nothing: the reward is final', () => {
      const story = quietJourney().waitsUntil(SETTLED).hears(stopped(reason, '2026-10-14'));
      expect([story.phase, story.shown.endedBecause]).toEqual(['completed', undefined]);
      expect(story.fates.at(-1)).toBe('ended');
    });

    test('after another end keeps that one', () => {
      const story = quietJourney().hears(leave('2026-02-01')).hears(stopped(reason, '2026-02-02'));
      expect(story.shown.endedBecause).toBe('left');
      expect(story.fates.at(-1)).toBe('ended');
    });
  });
});

describe('R11: a stop acts when it arrives', () => {
  test('after everything that arrived with it', () => {
    const together = { accepted: '2026-02-01', delivered: '2026-02-02' };
    const story = quietJourney()
      .hears(leave('2026-02-01'), together)
      .hears(video('2026-01-31'), together)
      .waitsUntil('2026-02-02');
    expect(story.paid).toEqual(['registered 600', 'video-watched 600']);
    expect(story.shown.endedBecause).toBe('left');
  });

  test('after what was accepted before it and before what was accepted after it, however they are brought', () => {
    const story = quietJourney()
      .hears(video('2026-01-31'), { accepted: '2026-02-01', delivered: '2026-02-05' })
      .hears(leave('2026-02-02'), { delivered: '2026-02-03' })
      .hears(reached('app-installed', '2026-01-30'), {
        accepted: '2026-02-02T00:00:00.001',
        delivered: '2026-02-04',
      })
      .waitsUntil('2026-02-05');
    expect(story.paid).toEqual(['registered 600', 'video-watched 600']);
    expect(story.fates.slice(1)).toEqual(['applied', 'applied', 'ended']);
  });

  test('with a registration and a remembered milestone: both are paid', () => {
    const together = { accepted: '2026-01-11', delivered: '2026-01-12' };
    const story = invited()
      .hears(leave('2026-01-11'), together)
      .hears(video('2026-01-02'), together)
      .hears(registered(REGISTERED), together)
      .waitsUntil('2026-01-12');
    expect(story.paid).toEqual(['registered 600', 'video-watched 600']);
  });

  test('of two stops the first accepted names the reason', () => {
    const story = quietJourney()
      .hears(stopped('erased', '2026-02-01'), { delivered: '2026-02-03' })
      .hears(leave('2026-02-02'), { delivered: '2026-02-03' })
      .waitsUntil('2026-02-03');
    expect(story.shown.endedBecause).toBe('erased');
    expect(story.fates.slice(1)).toEqual(['applied', 'erased']);
  });

  test('without a delivery, as a cancellation in the Web UI', () => {
    const { state, terms } = quietJourney();
    const cancelled = {
      type: 'stopped',
      reason: 'left',
      time: at('2026-02-01'),
      acceptedAt: at('2026-02-01'),
    } as const;
    const proposal = decide(state, [cancelled], terms, at('2026-02-01'));
    expect(proposal).toMatchObject({ facts: [cancelled], outcomes: [], closes: true });
  });
});

describe('R11: a stop in settlement', () => {
  test('with a counted call pays no quiet reward', () => {
    const story = quietJourney()
      .hears(called('c', '2026-10-01'), { accepted: '2026-10-11' })
      .hears(leave('2026-10-12'));
    expect(story.paid).toEqual(['registered 600']);
  });

  test('with a call that arrived with it pays no quiet reward', () => {
    const together = { accepted: '2026-10-12', delivered: '2026-10-12T01:00' };
    const story = quietJourney()
      .hears(leave('2026-10-12'), together)
      .hears(called('c', '2026-10-01'), together)
      .waitsUntil('2026-10-12T01:00');
    expect(story.paid).toEqual(['registered 600']);
  });

  test.each([
    ['in the last moment of the quiet period', '2026-10-10T10:59:59.999', ['registered 600']],
    ['with its end', QUIET_ENDS, ['registered 600', 'quiet-period 1800']],
  ])('%s', (_edge, when, paid) => {
    const story = quietJourney().hears(leave(when), { delivered: '2026-10-12' }).waitsUntil('2026-10-12');
    expect(story.paid).toEqual(paid);
    expect(story.shown.endedBecause).toBe('left');
  });

  test('accepted in time and brought after settlement still ends as left, and pays', () => {
    const story = quietJourney()
      .hears(leave('2026-10-13T10:00'), { delivered: '2026-10-14' })
      .waitsUntil('2026-10-14');
    expect(story.paid).toEqual(['registered 600', 'quiet-period 1800']);
    expect(story.shown.endedBecause).toBe('left');
  });

  test('accepted after settlement is too late, even while the closing step still waits (R16)', () => {
    const story = quietJourney()
      .hears(called('c', '2026-12-24'), { accepted: '2026-10-13T10:00', delivered: '2026-10-15' })
      .hears(leave(SETTLED), { delivered: '2026-10-15' })
      .waitsUntil('2026-10-15');
    expect(story.phase).toBe('completed');
    expect(story.fates.slice(1)).toEqual(['applied', 'too-late']);
  });

  test('heard in the very step that ends the quiet period says so too', () => {
    const { state, terms } = quietJourney();
    const left = { ...leave('2026-10-11'), acceptedAt: at('2026-10-11') };
    const { facts } = decide(state, [left], terms, at('2026-10-11'));
    expect(facts).toStrictEqual([
      { type: 'quiet-period-over', time: at(QUIET_ENDS) },
      { type: 'granted', time: at(QUIET_ENDS), code: 'quiet-period', megabytes: 1800 },
      left,
    ]);
  });

  test('says in the journal that the quiet period was over, once', () => {
    const story = quietJourney().waitsUntil('2026-10-11').hears(leave('2026-10-12'));
    expect(story.facts.map(({ type }) => type)).toEqual([
      'registered',
      'granted',
      'quiet-period-over',
      'granted',
      'stopped',
    ]);
    expect(iso(story.grants.at(-1)?.time)).toBe(QUIET_ENDS);
    expect(story.grants.at(-1)?.delivery).toBe('2');
  });

  describe('with a breach', () => {
    function lastSeenInSeptember() {
      const story = quietJourney(definition());
      for (let when = story.now; when <= at('2026-09-01'); when += 20 * DAY) story.hears(visited(when));
      return story;
    }

    test('and a warning in time is recorded as dropped and pays no quiet reward', () => {
      const story = lastSeenInSeptember().sweeps('2026-09-25').hears(leave('2026-10-12'));
      expect(story.paid).toEqual(['registered 600']);
      expect(story.facts.slice(-2).map(({ type }) => type)).toEqual(['dropped', 'stopped']);
      expect(story.shown.endedBecause).toBe('left');
    });

    test('and a warning that was in time only when the stop was brought is paid', () => {
      const story = lastSeenInSeptember()
        .sweeps('2026-10-02T12:00')
        .hears(leave('2026-10-11'), { delivered: '2026-10-12' })
        .waitsUntil('2026-10-12');
      expect(story.paid).toEqual(['registered 600', 'quiet-period 1800']);
    });

    test('and no warning is paid', () => {
      const story = lastSeenInSeptember().hears(leave('2026-10-12'));
      expect(story.paid).toEqual(['registered 600', 'quiet-period 1800']);
    });

    test('and a proposal that a visit has overtaken is paid, although both are brought with the stop', () => {
      const story = lastSeenInSeptember()
        .sweeps('2026-09-25')
        .sweeps('2026-10-10T12:00', { delivered: '2026-10-12' })
        .hears(visited('2026-10-11'))
        .hears(leave('2026-10-11T12:00'), { delivered: '2026-10-12' })
        .waitsUntil('2026-10-12');
      expect(story.paid).toEqual(['registered 600', 'quiet-period 1800']);
      expect(story.fates.at(-2)).toBe('ended');
    });
  });
});

describe('R13: an event for an ended participation', () => {
  test.each([
    ['registration', registered(REGISTERED)],
    ['milestone', video('2026-01-15')],
    ['call', called('c', '2026-01-15')],
    ['stop', leave('2026-02-02')],
  ])('a %s is kept with its reason and changes nothing', (_what, said) => {
    const story = quietJourney().hears(leave('2026-02-01'));
    const { state, steps } = story;
    const before = steps.length;
    story.hears(said, { accepted: '2026-02-03' });
    expect(story.fates.at(-1)).toBe('ended');
    expect(story.state).toEqual(state);
    expect(story.steps).toHaveLength(before);
  });
});

describe('R16: a step that ends a participation', () => {
  test('waits for what the inbox still holds; what is earned by it is paid', () => {
    const story = quietJourney()
      .hears(video('2026-01-20'), { delivered: '2026-02-10' })
      .hears(leave('2026-02-01'));
    expect(story.phase).toBe('quiet');
    expect(story.isWaitingForUndelivered).toBe(true);
    story.waitsUntil('2026-02-10');
    expect(story.phase).toBe('ended');
    expect(story.paid).toEqual(['registered 600', 'video-watched 600']);
    expect(story.steps).toHaveLength(2);
  });
});

describe('a step run again after further signals', () => {
  test('goes on from what was stored, and what was heard since follows in the next step', () => {
    const story = quietJourney().hearsAfterCommit(
      video('2026-02-01'),
      called('c', '2026-02-01'),
      '2026-02-01',
    );
    expect(story.steps).toHaveLength(3);
    expect(story.paid).toEqual(['registered 600', 'video-watched 600']);
    expect(story.phase).toBe('forfeited');
  });

  test('decides nothing twice: a call that came after the stored stop is too late', () => {
    const story = quietJourney()
      .waitsUntil('2026-10-12')
      .hearsAfterCommit(leave('2026-10-12'), called('c', '2026-10-01'), '2026-10-12');
    expect(story.paid).toEqual(['registered 600', 'quiet-period 1800']);
    expect(story.fates.slice(-2)).toEqual(['applied', 'ended']);
  });
});
