import { describe, expect, it } from '@jest/globals';
import { accountOf, AccountPatternError, checkAccountPatterns } from '../../activities/charging/account.js';

const patterns = { accountPattern: '{customerId}', bucketPattern: 'DE/{customerId}-data' };

describe("a customer's megabytes go", () => {
  it('where the patterns say when the invitation named no account', () => {
    expect(accountOf(patterns, '4711')).toEqual({ accountId: '4711', bucketId: 'DE/4711-data' });
  });

  it('to the account that came with the invitation, whatever the patterns say', () => {
    const invited = { id: 'A-9', bucketId: 'B-9' };
    expect(accountOf(patterns, '4711', invited)).toEqual({ accountId: 'A-9', bucketId: 'B-9' });
  });

  it('to the very customer also when the id looks like a replacement pattern or a placeholder', () => {
    expect(accountOf(patterns, "$&$'{customerId}").accountId).toBe("$&$'{customerId}");
  });

  it('never to one account for all: a pattern without the customer is refused by its name', () => {
    const shared = { ...patterns, bucketPattern: 'data' };
    expect(() => checkAccountPatterns(shared)).toThrow(AccountPatternError);
    expect(() => accountOf(shared, '4711')).toThrow('CHARGING_BUCKET_PATTERN must contain {customerId}');
  });

  it('never to a misspelt placeholder', () => {
    expect(() => checkAccountPatterns({ ...patterns, accountPattern: '{customerId}{customer}' })).toThrow(
      'CHARGING_ACCOUNT_PATTERN knows no other placeholder',
    );
  });
});
