import { createHmac } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { callHash } from '../../prisma/call-hash.js';
import { customerHash } from '../../prisma/erased.js';
import { type HashUse, keyedHash } from '../../prisma/keyed-hash.js';
import { addressHash, optOutToken, readOptOutToken } from '../../prisma/opt-outs.js';

const KEY = 'only-for-tests-only-for-tests-only';

/** As the releases before made them. */
const before = (input: string, length: number) =>
  createHmac('sha256', KEY).update(input).digest('base64url').slice(0, length);

it('hashes that are kept, and links that were sent, stay what they were', () => {
  expect(callHash(KEY)('CC-1')).toBe(before('CC-1', 16));
  expect(addressHash(KEY, 'sms', '+4915112345678')).toBe(before('sms\n+4915112345678', 22));
  expect(addressHash(KEY, 'email', 'A@example.org')).toBe(before('email\na@example.org', 22));
  expect(customerHash(KEY, 'p', 'C-1')).toBe(before('customer\np\nC-1', 22));
  const hash = addressHash(KEY, 'sms', '+4915112345678');
  const sent = `sx${hash}${before(`opt-out\nsx${hash}`, 16)}`;
  expect(readOptOutToken(KEY, sent)).toEqual({ channel: 'sms', hash, oneClick: 'all' });
  expect(optOutToken(KEY, { channel: 'sms', hash, oneClick: 'all' })).toBe(sent);
});

const SECRETS: readonly (readonly [HashUse, string])[] = [
  ['session-cookies', ''],
  ['sms', '+4915112345678'],
  ['email', 'a@example.org'],
  ['opt-out', 'sxhash'],
  ['customer', 'p\nC-1'],
  ['call', 'CC-1'],
];

it.each(SECRETS)('no callId makes Temporal hold a hash that stands for something else: %s', (use, input) => {
  const secret = keyedHash(KEY, use, input);
  const callIds = [`${use}\n${input}`, use, input, 'session cookies'].filter((callId) => callId !== '');
  for (const callId of callIds) expect(secret).not.toContain(callHash(KEY)(callId));
});
