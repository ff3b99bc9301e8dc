import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tmf654Charging } from '../../activities/charging/tmf654-charging.js';
import { BASE_PATH } from '../../stand-ins/charging/contract.js';
import { firstWord, kill, runSource, standInProcess } from './stand-in-process.js';
import { send, temporaryFolder, toldAt, topUpOf } from './told-system.js';

const longestProcessingMs = 1_000;

describe('a reward is booked once', () => {
  let dataDir: string;
  let running: ChildProcess[] = [];
  const start = async (): Promise<{ child: ChildProcess; origin: string }> => {
    const started = await standInProcess(dataDir);
    running.push(started.child);
    return started;
  };
  beforeEach(async () => {
    dataDir = await temporaryFolder();
  });
  afterEach(async () => {
    await Promise.all(running.map(kill));
    running = [];
    await rm(dataDir, { recursive: true });
  });

  it('also when the charging system is killed right after answering, its last line torn, and the request repeated', async () => {
    const grants = Array.from({ length: 50 }, () => randomUUID());
    const first = await start();
    const post = (origin: string, grantId: string): Promise<unknown> =>
      send('POST', `${origin}${BASE_PATH}/topupBalance`, topUpOf(grantId), {
        'idempotency-key': grantId,
      }).then((answer) => answer.json());
    const before = await Promise.all(grants.map((grantId) => post(first.origin, grantId)));
    await kill(first.child);
    await appendFile(join(dataDir, 'bookings.ndjson'), '{"booked":{"id":"torn');

    const second = await start();
    const after = await Promise.all(grants.map((grantId) => post(second.origin, grantId)));
    expect(after).toEqual(before);
    for (const grantId of grants) expect(await toldAt(second.origin).bookingsOf(grantId)).toHaveLength(1);
  });

  it('also when the worker is killed between the booking and its answer', async () => {
    const { origin } = await start();
    const system = toldAt(origin);
    const [grantId, url] = [randomUUID(), `${origin}${BASE_PATH}`];
    const worker = runSource('victim.ts', { CHARGING_URL: url, GRANT_ID: grantId });
    running.push(worker);
    expect(await firstWord(worker)).toBe('ready');
    expect(await system.tell({ mode: 'kill-worker-after', pid: worker.pid, requestorId: grantId })).toBe(200);
    const ended = once(worker, 'exit');
    worker.stdin?.write('credit\n');
    expect(await ended).toEqual([null, 'SIGKILL']);

    const [booking] = await system.bookingsOf(grantId);
    const topUp = { grantId, megabytes: 600, accountId: 'account-1', bucketId: 'bucket-1' };
    const outcome = await tmf654Charging({ url, longestProcessingMs }).credit(topUp, {
      timeoutMs: 5000,
      lookUpFirst: true,
    });
    expect(outcome).toEqual({ state: 'credited', reference: booking?.id });
    expect(await system.bookingsOf(grantId)).toHaveLength(1);
  });

  it('also when the charging system is away for a while: the reward waits', async () => {
    const first = await start();
    await kill(first.child);
    const topUp = { grantId: randomUUID(), megabytes: 600, accountId: 'account-1', bucketId: 'bucket-1' };
    const call = { timeoutMs: 5000, lookUpFirst: true };
    const away = await tmf654Charging({ url: `${first.origin}${BASE_PATH}`, longestProcessingMs }).credit(
      topUp,
      call,
    );
    expect(away).toEqual({
      state: 'pending',
      reason: 'The charging system is out of reach: the connection failed (ECONNREFUSED)',
    });
    const second = await start();
    const back = await tmf654Charging({ url: `${second.origin}${BASE_PATH}`, longestProcessingMs }).credit(
      topUp,
      call,
    );
    expect(back).toMatchObject({ state: 'credited' });
  });
});
