import { describe, expect, test } from '@jest/globals';
import { definition, withoutVisitRule } from './programme.js';
import { called, INVITED, iso, QUIET_ENDS, reached, REGISTERED, registered, SETTLED } from './said.js';
import { journey, quietJourney } from './stories.js';

const invited = () => journey(withoutVisitRule()).invitedAt(INVITED);
const video = (when: string) => reached('video-watched', when);
const app = (when: string) => reached('app-installed', when);

describe('R3: a milestone', () => {
  test('pays once, in any order, on the delivery that reported it', () => {
    const story = quietJourney().hears(app('2026-02-01')).hears(video('2026-03-01')).hears(app('2026-04-01'));
    expect(story.paid).toEqual(['registered 600', 'app-installed 600', 'video-watched 600']);
    expect(story.fates).toEqual(['applied', 'applied', 'applied', 'duplicate']);
    expect(story.grants.map(({ delivery }) => delivery)).toEqual(['1', '2', '3']);
  });

  test('reached before registering is remembered and paid on registering', () => {
    const story = invited().hears(video('2026-01-02'));
    expect(story.paid).toEqual([]);
    expect(story.facts.map(({ type }) => type)).toEqual(['reached']);
    story.hears(registered(REGISTERED));
    expect(story.paid).toEqual(['registered 600', 'video-watched 600']);
    expect(story.grants[1]).toMatchObject({ delivery: '2', time: Date.parse(`${REGISTERED}Z`) });
  });

  test('shows the earlier of two reports, whichever comes first', () => {
    const first = quietJourney()
      .hears(video('2026-02-01'))
      .hears(video('2026-01-20'), { accepted: '2026-02-02' });
    expect(iso(first.shown.reached['video-watched'])).toBe('2026-01-20T00:00');
    expect(first.paid).toEqual(['registered 600', 'video-watched 600']);
    expect(first.fates).toEqual(['applied', 'applied', 'applied']);
  });

  test('reached before the invitation does not count', () => {
    const story = invited().hears(video('2025-12-31'), { accepted: INVITED }).hears(registered(REGISTERED));
    expect(story.fates).toEqual(['before-invitation', 'applied']);
    expect(story.paid).toEqual(['registered 600']);
  });

  test('reached in the instant of the invitation counts', () => {
    const story = invited().hears(video(INVITED)).hears(registered(REGISTERED));
    expect(story.paid).toEqual(['registered 600', 'video-watched 600']);
  });

  test('reached before the invitation counts where the terms call it retroactive', () => {
    const retroactive = definition({
      milestones: [{ code: 'video-watched', reward: { megabytes: 7 }, retroactive: true }],
    });
    const story = journey(retroactive)
      .invitedAt(INVITED)
      .hears(video('2025-06-01'), { accepted: INVITED })
      .hears(registered(REGISTERED));
    expect(iso(story.shown.reached['video-watched'])).toBe('2025-06-01T00:00');
    expect(story.grants).toMatchObject([{ code: 'video-watched', time: Date.parse(`${REGISTERED}Z`) }]);
  });

  test('a registration before the invitation lets nobody in where the terms do not call it retroactive', () => {
    const strict = definition({ milestones: [{ code: 'registered', reward: { megabytes: 600 } }] });
    const story = journey(strict).invitedAt(INVITED).hears(registered('2025-12-31'), { accepted: INVITED });
    expect(story.fates).toEqual(['before-invitation']);
    expect(story.phase).toBe('invited');
  });

  test('a valid report counts beside an invalid earlier one', () => {
    const story = invited()
      .hears(video('2025-12-31'), { accepted: INVITED })
      .hears(video('2026-01-03'))
      .hears(registered(REGISTERED));
    expect(story.paid).toEqual(['registered 600', 'video-watched 600']);
  });

  test.each([
    ['its last moment', '2026-10-10T10:59:59.999', ['registered 600', 'video-watched 600']],
    ['its end', QUIET_ENDS, ['registered 600']],
  ])("pays up to the quiet period's original end: %s", (_edge, when, paid) => {
    const story = quietJourney().hears(video(when), { accepted: '2026-10-12' });
    expect(story.paid).toEqual(paid);
    expect(story.fates[1]).toBe(paid.length > 1 ? 'applied' : 'after-quiet-period');
  });

  test('remembered from after the end pays nothing, an earlier report of it does', () => {
    const late = { accepted: '2026-03-04', delivered: '2026-10-12' };
    const story = journey(withoutVisitRule())
      .invitedAt(INVITED)
      .hears(registered(REGISTERED), late)
      .hears(video('2026-10-11'))
      .waitsUntil('2026-10-12');
    expect(story.paid).toEqual(['registered 600']);
    expect(story.hears(video('2026-10-01'), { accepted: '2026-10-12T01:00' }).paid).toEqual([
      'registered 600',
      'video-watched 600',
    ]);
  });

  test.each([
    ['its last moment', '2026-01-20T11:59:59.999', ['registered 600', 'video-watched 600']],
    ['its end', '2026-01-20T12:00', ['registered 600']],
  ])('heard before a late registration pays only up to %s', (_edge, when, paid) => {
    const { quietPeriod } = definition();
    const short = definition({ quietPeriod: { ...quietPeriod, lasts: 'P10D' } });
    const story = journey(short)
      .invitedAt(INVITED)
      .hears(video(when))
      .hears(registered(REGISTERED), { accepted: '2026-01-21' });
    expect(story.paid).toEqual(paid);
  });

  test('with a name that every JavaScript object knows is paid like any other', () => {
    const named = definition({ milestones: [{ code: 'constructor', reward: { megabytes: 7 } }] });
    const story = quietJourney(named).hears(reached('constructor', '2026-02-01'));
    expect(story.paid).toEqual(['constructor 7']);
    expect(story.fates).toEqual(['applied', 'applied']);
  });
});

describe('R6: forfeiting', () => {
  test('takes nothing back and leaves the other milestones open to the original end', () => {
    const story = quietJourney()
      .hears(video('2026-02-01'))
      .hears(called('complaint', '2026-03-01'))
      .hears(app('2026-10-10T10:00'));
    expect(story.phase).toBe('forfeited');
    expect(story.paid).toEqual(['registered 600', 'video-watched 600', 'app-installed 600']);
    expect(story.waitsUntil('2026-12-31').paid).toHaveLength(3);
  });
});

describe('the nine months', () => {
  test('bring everything that the terms promise, each once: 3,600 MB', () => {
    const story = quietJourney().hears(video('2026-02-01')).hears(app('2026-02-02')).waitsUntil(SETTLED);
    expect(story.phase).toBe('completed');
    expect(story.grants.reduce((sum, { megabytes }) => sum + megabytes, 0)).toBe(3600);
  });
});
