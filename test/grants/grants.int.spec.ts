import { afterEach, describe, expect, it } from '@jest/globals';
import type { Charging, CreditCall, CreditOutcome } from '../../activities/charging/charging.js';
import { UnknownGrantError } from '../../activities/grants/credit.js';
import { createDatabase } from '../support/database.js';
import { until } from '../support/until.js';
import { activityEnvironment, Till } from './kit.js';

const till = await Till.open(await createDatabase());
const { system } = till;
const booked = async (grant: string) => (await system.bookingsOf(grant)).length;

afterEach(async () => {
  await system.tell({ mode: 'ok' });
  till.alarms.length = 0;
});

describe('a reward', () => {
  it.each([
    ['answers 500', { mode: 'fail-500', times: 2 }],
    ['answers 500 after booking', { mode: 'fail-500-after' }],
    ['does not answer', { mode: 'timeout-before' }],
    ['does not answer after booking', { mode: 'timeout-after' }],
    ['cuts the connection after booking', { mode: 'reset-after' }],
    ['answers what nobody can read', { mode: 'unreadable' }],
    ['has accepted it and completes it later', { mode: 'created', looks: 1 }],
  ])('is booked and credited once where the charging system %s', async (_what, behaviour) => {
    const [grant = ''] = await till.grants();
    await system.tell({ ...behaviour, requestorId: grant });
    expect(await till.quickTry([grant])).toEqual([grant]);
    expect(await till.row(grant)).toMatchObject({ state: 'pending', attempts: 1, credited_at: null });
    let answer = '';
    for (let tries = 0; answer !== 'credited' && tries < 4; tries += 1) {
      await till.longestPasses(grant);
      answer = await till.credit(grant);
    }
    const [booking] = await system.bookingsOf(grant);
    expect(await till.row(grant)).toMatchObject({
      state: 'credited',
      reference: booking?.id,
      reason: null,
      credited_at: expect.any(Date),
    });
    expect(await booked(grant)).toBe(1);
    expect(await till.credit(grant)).toBe('credited');
    expect(await booked(grant)).toBe(1);
  });

  it.each([
    ['refuses it', { mode: 'reject', as: 422 }],
    ['books it as failed', { mode: 'reject', as: 'failed' }],
  ])('that the charging system %s is paid once when somebody asks for it again', async (_what, behaviour) => {
    const [grant = ''] = await till.grants();
    await system.tell({ ...behaviour, requestorId: grant, times: 2 });
    expect(await till.quickTry([grant])).toEqual([]);
    const failed = await till.row(grant);
    expect(failed).toMatchObject({ state: 'failed', retries: 0 });
    expect(failed.reason).toContain('its records');
    expect(await till.credit(grant)).toBe('failed');

    await till.retry(grant);
    expect(await till.credit(grant)).toBe('failed');
    await till.retry(grant);
    expect(await till.credit(grant)).toBe('credited');
    expect(await till.row(grant)).toMatchObject({ state: 'credited', retries: 2, reason: null });
    const completed = (await system.bookingsOf(grant)).filter(({ status }) => status === 'completed');
    expect(completed).toHaveLength(1);
  });

  it('that is retried is looked for before it is booked: an answer that was lost is not paid twice', async () => {
    const [grant = ''] = await till.grants();
    await system.tell({ mode: 'reject', as: 422, requestorId: grant });
    await till.quickTry([grant]);
    await till.retry(grant);
    await system.tell({ mode: 'timeout-after', requestorId: grant });
    const hasty: Charging = {
      credit: (topUp, call) => till.charging().credit(topUp, { ...call, timeoutMs: 300 }),
    };
    expect(await till.credit(grant, hasty)).toContain('did not answer in time');
    await till.longestPasses(grant);
    expect(await till.credit(grant)).toBe('credited');
    expect(await booked(grant)).toBe(1);
  });

  it('is looked for first whenever its step has been written: the process may have died right after booking', async () => {
    const [grant = ''] = await till.grants();
    const first = await till
      .charging()
      .credit(
        { grantId: grant, megabytes: 600, accountId: 'somebody', bucketId: 'else' },
        { timeoutMs: 1_000, lookUpFirst: false },
      );
    expect(first.state).toBe('credited');
    await till.longestPasses(grant);
    await system.tell({ mode: 'ignore-key', requestorId: grant });
    expect(await till.credit(grant)).toBe('credited');
    expect(await booked(grant)).toBe(1);
  });

  it('has its state from the last word: a late answer of an earlier try undoes neither a refusal nor a retry', async () => {
    const [grant = ''] = await till.grants();
    /** A try that another one overtakes, as its process was halted, and what it is answered then. */
    const overtaken = (late: CreditOutcome, meanwhile: () => Promise<unknown>) =>
      till.credit(grant, { credit: async () => meanwhile().then(() => late) });
    const pass = () => till.longestPasses(grant);
    await pass();
    await system.tell({ mode: 'reject', as: 422, requestorId: grant });
    await overtaken({ state: 'pending', reason: 'late' }, async () => {
      await pass();
      expect(await till.credit(grant)).toBe('failed');
    });
    expect(await till.row(grant)).toMatchObject({ state: 'failed' });

    await till.retry(grant);
    await overtaken({ state: 'failed', reason: 'late' }, async () => {
      await pass();
      expect(await till.credit(grant)).toBe('credited');
    });
    const credited = await till.row(grant);
    expect(credited).toMatchObject({ state: 'credited', retries: 1 });
    await till.quickTry([grant], { credit: async () => ({ state: 'credited', reference: 'another' }) });
    expect(await till.row(grant)).toEqual(credited);
  });

  it('is failed by no late answer of a try while a later one is still under way', async () => {
    const [grant = ''] = await till.grants();
    await till.longestPasses(grant);
    const never = Promise.withResolvers<CreditOutcome>();
    const halted: Charging = {
      async credit() {
        await till.longestPasses(grant);
        void till.credit(grant, { credit: () => never.promise });
        await until(async () => (await till.row(grant)).attempts === 3 || undefined);
        return { state: 'failed', reason: 'late' };
      },
    };
    await till.credit(grant, halted);
    expect(await till.row(grant)).toMatchObject({ state: 'pending', attempts: 3 });
    never.resolve({ state: 'credited', reference: 'T-1' });
    await until(async () => (await till.row(grant)).state === 'credited' || undefined);
  });

  it('holds up no shutdown of its worker: the call is given up, and the next try finds what was booked', async () => {
    const [grant = ''] = await till.grants();
    await till.longestPasses(grant);
    await system.tell({ mode: 'timeout-after', requestorId: grant });
    const environment = activityEnvironment();
    const trying = till.credit(grant, undefined, environment);
    await until(async () => (await booked(grant)) === 1 || undefined);
    environment.cancel('WORKER_SHUTDOWN');
    expect(await trying).toContain('given up');
    await till.longestPasses(grant);
    expect(await till.credit(grant)).toBe('credited');
    expect(await booked(grant)).toBe(1);
  });

  it('that the charging system has accepted is asked after by the id that it was given there', async () => {
    const [grant = ''] = await till.grants();
    const asked: CreditCall[] = [];
    const slow: Charging = {
      credit: async (_topUp, call) => {
        asked.push(call);
        return { state: 'pending', reason: 'accepted', reference: 'T-1' };
      },
    };
    await till.quickTry([grant], slow);
    await till.credit(grant, slow);
    expect(asked).toMatchObject([{ lookUpFirst: false }, { lookUpFirst: true, reference: 'T-1' }]);
  });
});

describe('several rewards of one step', () => {
  it('are tried at once, and the failure of one leaves the others credited', async () => {
    const grants = await till.grants(3);
    const [bad = ''] = grants;
    const charging: Charging = {
      credit: async (topUp, call) => {
        if (topUp.grantId === bad) throw new TypeError('nobody can mean this');
        return till.charging().credit(topUp, call);
      },
    };
    expect(await till.quickTry(grants, charging)).toEqual([bad]);
    const states = await Promise.all(grants.map(async (grant) => (await till.row(grant)).state));
    expect(states).toEqual(['pending', 'credited', 'credited']);
    await till.longestPasses(bad);
    await expect(till.credit(bad, charging)).rejects.toThrow('nobody can mean this');
    await till.longestPasses(bad);
    expect(await till.credit(bad)).toBe('credited');
  });

  it('are all credited later when PostgreSQL is away just when the answers are to be written', async () => {
    const grants = await till.grants(3);
    const lock = await till.database.pool.connect();
    await lock.query('begin');
    await lock.query('select from "grant" where id = any ($1::uuid[]) for update', [grants]);
    const trying = till.quickTry(grants);
    await lock.query(`set local statement_timeout = '5s'`);
    await lock.query(
      `do $$ begin while not exists (
         select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()
       ) loop perform pg_sleep(0.01); perform pg_stat_clear_snapshot(); end loop; end $$`,
    );
    await lock.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    await lock.query('rollback');
    lock.release();
    const pending = await trying;
    expect(pending.length).toBeGreaterThan(0);
    for (const grant of pending) {
      await till.longestPasses(grant);
      expect(await till.credit(grant)).toBe('credited');
    }
    for (const grant of grants) {
      expect(await till.row(grant)).toMatchObject({ state: 'credited' });
      expect(await booked(grant)).toBe(1);
    }
  });
});

it('raises the alarm for what waiting does not mend, from the first try on', async () => {
  const [grant = ''] = await till.grants();
  await system.tell({ mode: 'reject', as: 404, requestorId: grant });
  await till.quickTry([grant]);
  expect(till.alarms).toEqual(['configuration']);
  await till.retry(grant);
  await system.tell({ mode: 'reject', as: 401, requestorId: grant, on: 'look-up' });
  expect(await till.credit(grant)).toContain('check CHARGING_URL');
  expect(till.alarms).toEqual(['configuration', 'configuration']);
});

it('says which database is wrong when it has no such grant', async () => {
  await expect(till.credit('00000000-0000-4000-8000-000000000000')).rejects.toThrow(UnknownGrantError);
});
