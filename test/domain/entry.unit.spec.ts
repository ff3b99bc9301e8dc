import { describe, expect, test } from '@jest/globals';
import { withoutVisitRule } from './programme.js';
import {
  called,
  EXPIRES,
  INVITATION_ENDS,
  INVITED,
  iso,
  QUIET_ENDS,
  reached,
  REGISTERED,
  registered,
  SETTLED,
} from './said.js';
import { journey } from './stories.js';

const invited = () => journey(withoutVisitRule()).invitedAt(INVITED);

describe('R2: registering', () => {
  test('begins the quiet period and pays for it at once', () => {
    const story = invited().hears(registered(REGISTERED));
    expect(story.phase).toBe('quiet');
    expect(story.paid).toEqual(['registered 600']);
    expect(story.grants[0]).toMatchObject({ delivery: '1', time: Date.parse(`${REGISTERED}Z`) });
  });

  test('in the last moment of the invitation lets the customer in, even if it arrives while late reports count', () => {
    const lastMoment = registered('2026-03-02T09:59:59.999');
    const story = invited().hears(lastMoment, { accepted: '2026-03-05T09:59:59.999' });
    expect(story.phase).toBe('quiet');
  });

  test('with the end of the invitation comes too late', () => {
    const story = invited().hears(registered(INVITATION_ENDS));
    expect(story.fates).toEqual(['after-invitation']);
    expect(story.phase).toBe('invited');
  });

  test('in time but reported when late reports no longer count is too late, and nobody is let in', () => {
    const story = invited().hears(registered(REGISTERED), { accepted: EXPIRES });
    expect(story.fates).toEqual(['ended']);
    expect(story.shown.endedBecause).toBe('invitation-expired');
  });

  test('accepted in time still counts when an outage brings it after the deadline (R16)', () => {
    const story = invited()
      .hears(registered(REGISTERED), { accepted: '2026-03-05T09:00', delivered: '2026-03-06T00:00' })
      .waitsUntil('2026-03-05T12:00');
    expect(story.phase).toBe('invited');
    expect(story.isWaitingForUndelivered).toBe(true);
    expect(story.waitsUntil('2026-03-06T00:00').phase).toBe('quiet');
  });

  test('twice with one time changes nothing (R12)', () => {
    const story = invited()
      .hears(registered(REGISTERED))
      .hears(registered(REGISTERED), { accepted: '2026-02-01' });
    expect(story.fates).toEqual(['applied', 'duplicate']);
    expect(story.steps).toHaveLength(1);
  });
});

describe('R2: an unknown milestone', () => {
  test('is named as such and changes nothing', () => {
    const story = invited().hears(reached('moon-landing', '2026-01-02'));
    expect(story.fates).toEqual(['unknown-milestone']);
    expect(story.steps).toEqual([]);
  });
});

describe('two registrations with different times', () => {
  const early = registered('2026-01-05T12:00');
  const late = registered(REGISTERED);

  test.each([
    ['the earlier one first', [early, late], ['applied', 'duplicate']],
    ['the later one first', [late, early], ['applied', 'applied']],
  ] as const)('%s: the earlier one counts, and 600 MB are paid once (R3, R4)', (_order, both, fates) => {
    const story = invited()
      .hears(both[0], { accepted: '2026-01-11' })
      .hears(both[1], { accepted: '2026-01-12' });
    expect(iso(story.shown.registeredAt)).toBe('2026-01-05T12:00');
    expect(iso(story.shown.quietEndsAt)).toBe('2026-10-05T11:00');
    expect(story.paid).toEqual(['registered 600']);
    expect(story.fates).toEqual(fates);
  });
});

describe('R4: the quiet period starts', () => {
  test("at the registration's time, not at its acceptance, and ends nine months later on the wall clock", () => {
    const { shown } = invited().hears(registered(REGISTERED), { accepted: '2026-01-20' });
    expect(iso(shown.registeredAt)).toBe(REGISTERED);
    expect(iso(shown.quietStartsAt)).toBe(REGISTERED);
    expect(iso(shown.quietEndsAt)).toBe(QUIET_ENDS);
  });

  test('at the invitation, where a retroactive registration is older; its own time is shown', () => {
    const { shown, paid } = invited().hears(registered('2025-12-24T18:00'), { accepted: INVITED });
    expect(iso(shown.registeredAt)).toBe('2025-12-24T18:00');
    expect(iso(shown.quietStartsAt)).toBe(INVITED);
    expect(iso(shown.quietEndsAt)).toBe('2026-10-01T09:00');
    expect(paid).toEqual(['registered 600']);
  });

  test('without waiting for the other tasks', () => {
    const story = invited().hears(registered(REGISTERED)).waitsUntil(SETTLED);
    expect(story.paid).toEqual(['registered 600', 'quiet-period 1800']);
    expect(story.phase).toBe('completed');
  });
});

describe('a call heard before its registration', () => {
  test('forfeits as soon as the registration shows that it lay inside the quiet period', () => {
    const story = invited()
      .hears(called('misunderstanding', '2026-01-15'))
      .hears(registered(REGISTERED), { accepted: '2026-01-20' });
    expect(story.phase).toBe('forfeited');
    expect(story.shown.forfeitedBy).toBe('1');
    expect(story.paid).toEqual(['registered 600']);
  });

  test('costs nothing when it was made before registering', () => {
    const story = invited().hears(called('question', '2026-01-09')).hears(registered(REGISTERED));
    expect(story.phase).toBe('quiet');
  });

  test('forfeits after all when an earlier registration is heard later', () => {
    const story = invited()
      .hears(called('question', '2026-01-09'))
      .hears(registered(REGISTERED))
      .hears(registered('2026-01-08'), { accepted: '2026-01-21' });
    expect(story.phase).toBe('forfeited');
  });
});

describe('who never registers', () => {
  test('earns nothing for what was reached, and the invitation ends three days after its last day', () => {
    const story = invited().hears(reached('video-watched', '2026-01-02'));
    expect(story.due).toEqual({ what: 'invitation', at: Date.parse(`${EXPIRES}Z`) });
    story.waitsUntil(EXPIRES);
    expect(story.phase).toBe('ended');
    expect(story.shown.endedBecause).toBe('invitation-expired');
    expect(story.facts.at(-1)).toEqual({
      type: 'ended',
      time: Date.parse(`${EXPIRES}Z`),
      reason: 'invitation-expired',
    });
    expect(story.paid).toEqual([]);
    expect(story.due).toBeUndefined();
  });
});
