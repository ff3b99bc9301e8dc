import type { HeardFact, StopReason } from '../../src/domain/facts.js';
import type { Instant } from '../../src/domain/terms.js';

export const SECOND = 1_000;
export const HOUR = 3_600 * SECOND;
export const DAY = 24 * HOUR;

/** An instant: `2026-03-01`, `2026-03-01T12:00` or with a zone; without one it is UTC. */
export type When = string | Instant;

export function at(when: When): Instant {
  if (typeof when === 'number') return when;
  const instant = Date.parse(/T/.test(when) && !/(Z|[+-]\d\d:\d\d)$/.test(when) ? `${when}Z` : when);
  if (Number.isNaN(instant)) throw new Error(`${when} is no instant`);
  return instant;
}

export function iso(instant: Instant | undefined): string | undefined {
  return instant === undefined ? undefined : new Date(instant).toISOString().replace(/:00\.000Z$/, '');
}

/** What a customer or a system of the operator's says, before the inbox takes it. */
export type Said =
  | { readonly type: 'registered'; readonly time: Instant }
  | { readonly type: 'visited'; readonly time: Instant }
  | { readonly type: 'reinstated'; readonly time: Instant }
  | { readonly type: 'reached'; readonly time: Instant; readonly code: string }
  | { readonly type: 'called'; readonly time: Instant; readonly call: string; readonly exempt: boolean }
  | { readonly type: 'retracted'; readonly time: Instant; readonly call: string }
  | { readonly type: 'stopped'; readonly time: Instant; readonly reason: StopReason }
  | { readonly type: 'went-inactive'; readonly time: Instant; readonly lastVisitAt: Instant };

type Saying<Type extends Said['type']> = Extract<Said, { type: Type }>;

export const registered = (when: When): Saying<'registered'> => ({ type: 'registered', time: at(when) });
export const reached = (code: string, when: When): Saying<'reached'> => ({
  type: 'reached',
  code,
  time: at(when),
});
export const called = (call: string, when: When): Saying<'called'> => ({
  type: 'called',
  call,
  exempt: false,
  time: at(when),
});
export const exempt = (call: string, when: When): Saying<'called'> => ({
  type: 'called',
  call,
  exempt: true,
  time: at(when),
});
export const retracted = (call: string, when: When): Saying<'retracted'> => ({
  type: 'retracted',
  call,
  time: at(when),
});
export const visited = (when: When): Saying<'visited'> => ({ type: 'visited', time: at(when) });
export const reinstated = (when: When): Saying<'reinstated'> => ({ type: 'reinstated', time: at(when) });
export const stopped = (reason: StopReason, when: When): Saying<'stopped'> => ({
  type: 'stopped',
  reason,
  time: at(when),
});

/** The message as a heard fact, for tests of the fold alone. */
export function heard(
  said: Exclude<Said, { type: 'registered' | 'went-inactive' }>,
  acceptedAt = said.time,
): HeardFact {
  return { ...said, acceptedAt };
}

export const INVITED = '2026-01-01T10:00';
export const INVITATION_ENDS = '2026-03-02T10:00';
export const EXPIRES = '2026-03-05T10:00';
export const REGISTERED = '2026-01-10T12:00';
export const QUIET_ENDS = '2026-10-10T11:00';
export const SETTLED = '2026-10-13T11:00';

export const WARNED = '2026-01-31T12:00';
export const BREACH = '2026-02-09T12:00';
export const DROPPED = '2026-02-09T12:00';
export const APPEAL_ENDS = '2026-03-11T12:00';
