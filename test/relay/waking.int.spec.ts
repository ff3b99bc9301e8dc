import { afterEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { RelayLoop } from '../../src/relay/loop.js';
import { OutageError } from '../../src/relay/temporal-gateway.js';
import { WakeUp } from '../../src/relay/wake-up.js';
import { createDatabase } from '../support/database.js';
import { until } from '../support/until.js';
import { Inbox } from './kit.js';

const silent = pino({ level: 'silent' });
const database = await createDatabase();
const inbox = await Inbox.open(database);
const NEVER_MS = 600_000;

let wakeUp = new WakeUp(database.url, silent);
afterEach(async () => {
  await wakeUp.close();
  wakeUp = new WakeUp(database.url, silent);
});

/** Connections that wait for notices. */
async function listening(): Promise<number> {
  const { rowCount } = await database.pool.query(
    `select from pg_stat_activity where datname = current_database() and query = 'listen deliveries'`,
  );
  return rowCount ?? 0;
}

const loseTheConnection = () =>
  database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and query = 'listen deliveries'`,
  );

it('an event that was taken in wakes the relay at once', async () => {
  const participation = await inbox.participation();
  const woken = wakeUp.wait(NEVER_MS);
  await until(async () => ((await listening()) === 1 ? true : undefined));
  await inbox.take(participation, 'hotline.called');
  await woken;
});

it('an event that came while the relay was busy is not overlooked by its next wait', async () => {
  const participation = await inbox.participation();
  await wakeUp.wait(1);
  const heard = inbox.take(participation, 'hotline.called');
  await heard;
  await wakeUp.wait(NEVER_MS);
});

it('without notices the relay looks by the clock, and hears notices again once they can be had', async () => {
  await wakeUp.wait(1);
  await loseTheConnection();
  await until(async () => ((await listening()) === 0 ? true : undefined));
  await until(async () => {
    await wakeUp.wait(1);
    return (await listening()) === 1 || undefined;
  });

  const nowhere = new WakeUp('postgresql://nobody@127.0.0.1:1/nothing', silent);
  await nowhere.wait(1);
  await nowhere.close();
});

it('an outage is waited out with growing pauses that no notice cuts short, and stopping ends them at once', async () => {
  const pauses: number[] = [];
  const log = pino(
    { level: 'warn' },
    { write: (line: string) => pauses.push((JSON.parse(line) as { pauseMs: number }).pauseMs) },
  );
  const wake = { wait: async () => undefined, now: () => undefined };
  let asked = 0;
  const relay = {
    pass: async () => {
      asked += 1;
      throw new OutageError('away');
    },
  };
  const loop = new RelayLoop(relay, wake, log);
  const running = loop.run();
  await until(async () => pauses[1]);
  loop.stop();
  await running;
  expect(pauses).toEqual([500, 1000]);
  expect(asked).toBe(2);
});

describe('a pass that takes long', () => {
  /** Passes that end when they are told to. */
  function held() {
    const ends: ((found: number) => void)[] = [];
    const pass = () => new Promise<number>((resolve) => ends.push(resolve));
    return { ends, relay: { pass } };
  }

  it('does not keep the next from beginning, but no more than four are under way', async () => {
    const { ends, relay } = held();
    const loop = new RelayLoop(relay, wakeUp, silent);
    const running = loop.run();
    await until(async () => ends[3]);
    ends[0]?.(0);
    await until(async () => ends[4]);
    expect(ends).toHaveLength(5);
    loop.stop();
    for (const end of ends) end(0);
    await running;
  });

  it('is followed by the next at once, as it may have left something', async () => {
    const { ends, relay } = held();
    const wake = { wait: () => wakeUp.wait(NEVER_MS), now: () => wakeUp.now() };
    const loop = new RelayLoop(relay, wake, silent);
    const running = loop.run();
    await until(async () => ends[1]);
    ends[1]?.(0); // nothing else is due: the loop waits for a notice
    ends[0]?.(50);
    await until(async () => ends[2]);
    loop.stop();
    for (const end of ends) end(0);
    await running;
  });
});

it('an outage that only one participation has met is doubted as soon as there is another event', async () => {
  let asked = 0;
  const pass = async () => {
    asked += 1;
    throw new OutageError('away', { isOfOne: true });
  };
  const waits: number[] = [];
  const wait = async (ms: number) => {
    waits.push(ms);
    await new Promise(setImmediate);
  };
  const notices = { wait, now: () => undefined };
  const loop = new RelayLoop({ pass }, notices, silent);
  const running = loop.run();
  await until(async () => waits[2]);
  loop.stop();
  await running;
  expect(waits.slice(0, 3)).toEqual([500, 1_000, 2_000]);
  expect(asked).toBe(waits.length);
});
