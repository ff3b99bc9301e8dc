import { describe, expect, it } from '@jest/globals';
import { cookieName } from '../../src/sign-in/sessions.js';
import { ownPath } from '../../src/sign-in/own-path.js';
import { forgottenAt, type Remembered, use } from '../../src/sign-in/session.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const now = Date.UTC(2026, 10, 1);

describe('a session is forgotten', () => {
  it('half an hour after a sign-in was begun and not finished', () => {
    expect(forgottenAt({ pending: [] }, now)).toBe(now + 30 * MINUTE);
  });

  it('an hour after the last use', () => {
    expect(forgottenAt({ signedInAt: now, usedAt: now + HOUR }, now)).toBe(now + 2 * HOUR);
  });

  it('twelve hours after signing in, however much it is used', () => {
    expect(forgottenAt({ signedInAt: now, usedAt: now + 11.5 * HOUR }, now)).toBe(now + 12 * HOUR);
  });
});

it('its use is written down at most once a minute', () => {
  const session: Remembered = { usedAt: now };
  use(session, now + MINUTE - 1);
  expect(session.usedAt).toBe(now);
  use(session, now + MINUTE);
  expect(session.usedAt).toBe(now + MINUTE);
});

it.each([
  ['https://bonus.example', '__Host-quietline'],
  ['http://127.0.0.1:3000', 'quietline-3000'],
  ['http://127.0.0.1:3100', 'quietline-3100'],
])('the cookie of %s is called %s: cookies ignore ports', (url, name) => {
  expect(cookieName(url)).toBe(name);
});

it.each(['/de', '/en/my', '/de/my/online-statt-hotline', '/en/my/x.y_z~1/settings'])(
  '%s is a page of ours to come back to',
  (path) => {
    expect(ownPath(path)).toBe(path);
  },
);

it('nothing but a short path is', () => {
  for (const other of [
    undefined,
    ['/de'],
    '',
    'de',
    '/fr',
    '/design',
    `/de/${'x'.repeat(300)}`,
    '/de/a?b',
    '/de/a#b',
  ])
    expect(ownPath(other)).toBeUndefined();
});
