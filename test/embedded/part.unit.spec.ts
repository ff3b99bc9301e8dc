import { describe, expect, it } from '@jest/globals';
import { restartAfter } from '../../src/embedded/part.js';
import { readyText } from '../../src/embedded/table.js';

describe('a part that dies', () => {
  it('is back within a second the first time, and never stays down longer than half a minute', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 50].map(restartAfter)).toEqual([
      500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
    ]);
  });
});

describe('what a newcomer sees when all is up', () => {
  const ready = {
    seconds: 4.25,
    addresses: [['API', 'http://127.0.0.1:3000']] as const,
    apiUrl: 'http://127.0.0.1:3000',
  };

  it('holds one command that can be pasted as it stands', () => {
    const text = readyText({ ...ready, token: 'the.token' });
    const command = /curl[^]*?'$/m.exec(text)?.[0].replaceAll('\\\n', '');
    expect(command).toContain('http://127.0.0.1:3000/v1/participations');
    expect(command).toContain(`-H 'authorization: Bearer the.token'`);
    expect(command).toContain(`-d '{"programme":"online-statt-hotline","customerId":"C-1"}'`);
  });

  it('promises no token where the issuer is not ours', () => {
    expect(readyText(ready)).not.toContain('curl');
  });
});
