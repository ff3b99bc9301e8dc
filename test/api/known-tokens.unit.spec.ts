import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { KnownTokens } from '../../src/auth/known-tokens.js';

const caller = { client: 'operator', scopes: ['events:write'] };
const start = Date.UTC(2026, 10, 1);
const inSeconds = (seconds: number) => start / 1_000 + seconds;

beforeEach(() => void jest.useFakeTimers({ now: start }));
afterEach(() => void jest.useRealTimers());

it('a token is known for 30 seconds', () => {
  const known = new KnownTokens();
  known.add('token', caller, inSeconds(3_600));
  jest.setSystemTime(start + 29_999);
  expect(known.get('token')).toEqual(caller);
  jest.setSystemTime(start + 30_000);
  expect(known.get('token')).toBeUndefined();
});

it('a token is not believed beyond its own end', () => {
  const known = new KnownTokens();
  known.add('token', caller, inSeconds(10));
  jest.setSystemTime(start + 10_000);
  expect(known.get('token')).toBeUndefined();
});

it('another token is never taken for a known one', () => {
  const known = new KnownTokens();
  known.add('token', caller, inSeconds(3_600));
  expect(known.get('tokeN')).toBeUndefined();
});

it('a flood of tokens does not fill the memory', () => {
  const known = new KnownTokens();
  for (let i = 0; i <= 10_000; i += 1) known.add(`token-${i}`, caller, inSeconds(3_600));
  expect(known.get('token-0')).toBeUndefined();
  expect(known.get('token-10000')).toEqual(caller);
});
