import { describe, expect, it } from '@jest/globals';
import { readCustomerClaim } from '../../src/reading/customer-claim.js';
import { accountIdSchema, customerIdSchema, readCustomerId } from '../../src/reading/customer-id.js';

const NFC = 'M\u00fcller';
const NFD = 'Mu\u0308ller';

describe("a customer's id", () => {
  it.each([
    ['L11-1', 'L11-1'],
    [NFD, NFC],
    [NFC, NFC],
    ['12E5', '12E5'],
    ['1E10', '1E10'],
    ['K-4.9E+11', 'K-4.9E+11'],
    ['491701230000', '491701230000'],
  ])('%j is read as %j', (written, customerId) => {
    expect(readCustomerId(written)).toEqual({ customerId });
    expect(customerIdSchema.parse(written)).toBe(customerId);
  });

  it.each([
    ['L11-1\u200b', 'U+200B'],
    ['\u202aL11-1', 'U+202A'],
    ['L11\u00ad-1', 'U+00AD'],
    [' L11-1', 'U+0020'],
    ['', 'no-id'],
    ['x'.repeat(257), 'no-id'],
    ['#REF!', 'no-id'],
    ['4.9170123E+11', 'rounded-number'],
    ['4,91701E+11', 'rounded-number'],
    ['5E+11', 'rounded-number'],
  ])('%j is not read: %s', (written, unreadable) => {
    expect(readCustomerId(written)).toEqual({ unreadable });
    expect(customerIdSchema.safeParse(written).success).toBe(false);
  });
});

describe("an account's id", () => {
  it('is kept sign by sign, where each can be seen', () => {
    expect(accountIdSchema.parse(NFD)).toBe(NFD);
    expect(accountIdSchema.safeParse('A\u2060').success).toBe(false);
    expect(accountIdSchema.safeParse('#N/A').success).toBe(false);
  });
});

describe('the claim of an ID token', () => {
  const token = (payload: string) => `e30.${Buffer.from(payload).toString('base64url')}.x`;

  it.each([
    ['"L11-1"', { customerId: 'L11-1' }],
    [`"${NFD}"`, { customerId: NFC }],
    ['"L11-1\\u200b"', { unreadable: 'U+200B' }],
    ['491701230000', { customerId: '491701230000' }],
    ['0', { customerId: '0' }],
    ['4.9170123E+11', { unreadable: 'rounded-number' }],
    ['4711.0', { unreadable: 'rounded-number' }],
    ['9007199254740993', { unreadable: 'rounded-number' }],
    ['true', { unreadable: 'no-id' }],
    ['null', { unreadable: 'no-id' }],
    ['["L11-1"]', { unreadable: 'no-id' }],
    ['""', { unreadable: 'no-id' }],
  ])('%s is read as %j', (value, read) => {
    expect(readCustomerClaim(token(`{"iat": 1, "number": ${value}}`), 'number')).toEqual(read);
  });

  it('names nobody where it is not there', () => {
    expect(readCustomerClaim(token('{"sub": "L11-1"}'), 'number')).toEqual({ unreadable: 'no-id' });
    expect(readCustomerClaim(token('{"sub": "L11-1"}'), 'toString')).toEqual({ unreadable: 'no-id' });
  });
});
