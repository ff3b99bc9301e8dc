import { describe, expect, it } from '@jest/globals';
import type { DueMessage } from '../../activities/messages/due-messages.js';
import { valuesOf } from '../../activities/messages/values-of.js';
import { definition } from '../domain/programme.js';

const ENDS = Date.parse('2026-09-30T10:00+02:00');

const MESSAGE: DueMessage = {
  id: 'm',
  participation: 'p',
  kind: 'forfeited',
  cause: 'c',
  state: 'pending',
  channel: null,
  reference: null,
  attempts: 0,
  claims: 1,
  waits: 0,
  mayHaveArrived: false,
  mayRepeat: false,
  superseded: false,
  erasing: false,
  phase: 'forfeited',
  language: 'de',
  programme: { code: 'online-statt-hotline', version: 1 },
  clockOffset: 0,
  invitationEndsAt: new Date('2026-03-01T10:00+01:00'),
  quietEndsAt: new Date(ENDS),
  lastVisitAt: null,
  warnedFor: null,
  warnedAt: null,
  nextDueAt: null,
  sms: null,
  email: null,
  megabytes: null,
  creditedMegabytes: 0,
  advertisedAt: [],
};

function tasksBy(now: number, message = MESSAGE): string {
  const sender = { name: 's', imprint: 'i', imprintUrl: 'u' };
  return valuesOf(message, definition(), { channel: 'email', now }, sender, { link: 'l', optOutLink: 'o' })
    .tasksBy;
}

describe('by when tasks still count', () => {
  it.each([
    ['is the last day that is whole', '2026-07-01T10:00+02:00', '29. September 2026'],
    ['is a time on the last day itself', '2026-09-30T09:59+02:00', '30. September 2026 um 10:00'],
    ['is not said once that is over', '2026-09-30T10:00+02:00', ''],
  ])('%s', (_what, now, said) => {
    expect(tasksBy(Date.parse(now))).toBe(said);
  });

  it('is not said before the customer has registered', () => {
    expect(tasksBy(ENDS, { ...MESSAGE, quietEndsAt: null })).toBe('');
  });
});
