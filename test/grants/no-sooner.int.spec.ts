import { describe, expect, it } from '@jest/globals';
import { tmf654Charging } from '../../activities/charging/tmf654-charging.js';
import type { Charging } from '../../activities/charging/charging.js';
import { type Line, scriptedSystem, type ScriptedSystem } from '../charging/scripted-system.js';
import { createDatabase } from '../support/database.js';
import { until } from '../support/until.js';
import { Till } from './kit.js';

const till = await Till.open(await createDatabase());

/** A charging system that gives these answers to what it is sent, in turn, and the last from then on. */
async function answering(...lines: readonly Line[]): Promise<ScriptedSystem> {
  let n = 0;
  return scriptedSystem(() => lines[Math.min(n++, lines.length - 1)] ?? { status: 500 });
}

const charging = ({ url }: ScriptedSystem) => tmf654Charging({ url, longestProcessingMs: 600_000 });
const NOTHING: Line = { status: 200, body: [] };
const BOOKED: Line = { status: 201, body: { id: 'T-1', status: 'completed' } };

/** When the grant may be asked about again, in seconds from now. */
async function dueInSeconds(grant: string): Promise<number> {
  const { rows } = await till.database.pool.query<{ seconds: number }>(
    `select extract(epoch from next_attempt_at - clock_timestamp())::float8 as seconds from "grant" where id = $1`,
    [grant],
  );
  return rows[0]?.seconds ?? 0;
}

describe('the charging system is asked about a reward no sooner', () => {
  it.each<[string, Line, number]>([
    ['than it has asked for', { status: 429, headers: { 'retry-after': '120' } }, 120],
    ['than it may have worked on one that a gateway gave up on', { status: 504 }, 600],
    ['than it may have worked on one that failed half-way', { status: 500 }, 600],
    ['than it has asked for, where that is longer', { status: 503, headers: { 'retry-after': '900' } }, 900],
    ['than it may have worked on one whose answer nobody can read', { status: 201, body: 'booked' }, 600],
  ])('%s', async (_what, line, seconds) => {
    const system = await answering(line, NOTHING, BOOKED);
    const [grant = ''] = await till.grants();
    expect(await till.quickTry([grant], charging(system))).toEqual([grant]);
    const due = await dueInSeconds(grant);
    expect(due).toBeGreaterThan(seconds - 60);
    expect(due).toBeLessThanOrEqual(seconds);
    expect(await till.credit(grant, charging(system))).toContain('may be working on it');
    expect(system.heard).toHaveLength(1);

    await till.longestPasses(grant);
    expect(await till.credit(grant, charging(system))).toBe('credited');
    expect(system.heard.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST']);
    await system.close();
  });

  it('also when the worker dies while it is asked, by the step or later', async () => {
    const [grant = ''] = await till.grants();
    let asked = 0;
    const dying: Charging = { credit: () => new Promise(() => void (asked += 1)) };
    void till.quickTry([grant], dying);
    await until(async () => asked === 1 || undefined);
    expect(await till.credit(grant)).toContain('may be working on it');

    await till.longestPasses(grant);
    void till.credit(grant, dying);
    await until(async () => asked === 2 || undefined);
    expect(await dueInSeconds(grant)).toBeGreaterThan(600);
    expect(await till.credit(grant)).toContain('may be working on it');
    await till.longestPasses(grant);
    expect(await till.credit(grant)).toBe('credited');
  });

  it('also when a failed one is tried again by hand', async () => {
    const system = await answering({ status: 504 }, { status: 200, body: [] });
    const [grant = ''] = await till.grants();
    await till.quickTry([grant], charging(system));
    await till.database.pool.query(`update "grant" set state = 'failed' where id = $1`, [grant]);
    await till.retry(grant);
    expect(await till.credit(grant, charging(system))).toContain('may be working on it');
    await system.close();
  });

  it('but at once where it refused before it began', async () => {
    const system = await answering({ status: 429 }, NOTHING, BOOKED);
    const [grant = ''] = await till.grants();
    await till.quickTry([grant], charging(system));
    expect(await till.credit(grant, charging(system))).toBe('credited');
    await system.close();
  });
});

it('a first try that comes after its time is left to the next one: its process was halted', async () => {
  const [grant = ''] = await till.grants();
  await till.longestPasses(grant);
  expect(await till.quickTry([grant], { credit: () => Promise.reject(new Error('asked')) })).toEqual([grant]);
  expect(await till.row(grant)).toMatchObject({ state: 'pending', attempts: 1 });
});

it('one that the charging system has accepted and no longer knows is booked anew only when no look-up can miss it', async () => {
  const system = await answering(
    { status: 201, body: { id: 'T-1', status: 'created' } },
    { status: 404 },
    NOTHING,
    NOTHING,
    BOOKED,
  );
  const [grant = ''] = await till.grants();
  await till.quickTry([grant], charging(system));
  expect(await till.credit(grant, charging(system))).toContain('no longer knows it');
  expect(await till.row(grant)).toMatchObject({ reference: null });
  expect(await till.credit(grant, charging(system))).toContain('may be working on it');
  expect(system.heard.filter(({ method }) => method === 'POST')).toHaveLength(1);
  await till.longestPasses(grant);
  expect(await till.credit(grant, charging(system))).toBe('credited');
  expect(await till.row(grant)).toMatchObject({ reference: 'T-1' });
  await system.close();
});
