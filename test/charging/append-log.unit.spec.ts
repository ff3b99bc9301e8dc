import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppendLogError, openAppendLog } from '../../stand-ins/append-log.js';
import { temporaryFolder } from './told-system.js';

describe('what was booked is found again', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
    path = join(folder, 'log.ndjson');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const entriesAfterReopening = async (): Promise<readonly unknown[]> => {
    const log = await openAppendLog(path);
    await log.close();
    return log.entries;
  };

  it('in order, however many were appended at once', async () => {
    const log = await openAppendLog(path);
    const numbers = Array.from({ length: 500 }, (_, n) => n);
    await Promise.all(numbers.map((n) => log.append({ n })));
    await log.close();
    expect(await entriesAfterReopening()).toEqual(numbers.map((n) => ({ n })));
  });

  it('in the file by the time an append is answered', async () => {
    const log = await openAppendLog(path);
    await log.append('first');
    expect(await readFile(path, 'utf8')).toBe('"first"\n');
    await log.close();
  });

  it('when the last line was torn, and what comes next is not glued to it', async () => {
    await writeFile(path, '{"n":1}\n{"n":2}\n{"n":');
    const log = await openAppendLog(path);
    expect(log.entries).toEqual([{ n: 1 }, { n: 2 }]);
    await log.append({ n: 3 });
    await log.close();
    expect(await entriesAfterReopening()).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });

  it('or the damaged line is named: a booking is never skipped in silence', async () => {
    await appendFile(path, '{"n":1}\n{"n"\n{"n":3}\n');
    const opening = openAppendLog(path);
    await expect(opening).rejects.toThrow(AppendLogError);
    await expect(opening).rejects.toThrow('log.ndjson, line 2 is damaged');
  });
});
