import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { keepAppeal } from '../../src/appeals/appeals.js';
import { Database } from '../../src/database/database.js';
import { Journals } from '../../src/participations/journals.js';
import { relayMetrics } from '../../src/relay/relay-metrics.js';
import { createDatabase } from '../support/database.js';
import { DAY, INVITED, Ledger, registered } from './kit.js';

const database = await createDatabase();
const CALLED = INVITED + 20 * DAY;
const call = (name: string, time: number) => ({ type: 'called', call: name, exempt: false, time }) as const;

/** Somebody who has lost the large reward by a call and appealed against that. */
async function appealed(): Promise<Ledger> {
  const ledger = await Ledger.open(database);
  await ledger.step(INVITED + DAY, registered(1));
  await ledger.step(CALLED, call('c', CALLED));
  await appeal(ledger, 'it was my sister', CALLED + DAY);
  return ledger;
}

function appeal({ id }: Ledger, text: string, at: number): Promise<void> {
  return keepAppeal(database.pool, { participation: id, text, at: new Date(at) });
}

async function appeals({ id }: Ledger) {
  const { rows } = await database.pool.query<{ text: string; answered_at: Date | null }>(
    'select text, answered_at from appeal where participation_id = $1 order by appealed_at',
    [id],
  );
  return rows.map(({ text, answered_at }) => [text, answered_at?.getTime() ?? null]);
}

describe('an appeal', () => {
  it('is answered when what was lost is given back, by whatever way: a later loss can be appealed against anew', async () => {
    const ledger = await appealed();
    const back = CALLED + 2 * DAY;
    await ledger.step(back, { type: 'retracted', call: 'c', time: back });
    expect(await ledger.row()).toMatchObject({ phase: 'quiet' });
    expect(await appeals(ledger)).toEqual([['it was my sister', back]]);
    await ledger.step(back + DAY, call('d', back + DAY));
    await appeal(ledger, 'it was my brother', back + 2 * DAY);
    expect(await appeals(ledger)).toEqual([
      ['it was my sister', back],
      ['it was my brother', null],
    ]);
  });

  it('waits as long as the loss lasts, whatever else is heard', async () => {
    const ledger = await appealed();
    await ledger.step(CALLED + 2 * DAY, call('d', CALLED + 2 * DAY));
    expect(await appeals(ledger)).toEqual([['it was my sister', null]]);
  });

  it('that nobody decided in time is told of in the journal, and not called declined', async () => {
    const ledger = await appealed();
    const { next_due_at } = await ledger.row();
    const over = next_due_at?.getTime() ?? NaN;
    await ledger.step(over);
    expect(await ledger.row()).toMatchObject({ phase: 'ended', ended_because: 'hotline-called' });
    expect(await appeals(ledger)).toEqual([['it was my sister', over]]);
    const journals = new Journals(new Database(database.pool));
    const { items } = await journals.read(ledger.id, { limit: 200 });
    const told = items.filter(({ what }) => what.startsWith('appeal'));
    expect(told).toMatchObject([{ what: 'appealed' }, { what: 'appeal-undecided', rule: 'R10' }]);
  });

  it('that waits is counted by how soon nobody can help any more, on the wall clock', async () => {
    const registry = new Registry();
    relayMetrics(registry, database.pool);
    const { id } = await appealed();
    const figures = async () => {
      const read = async (due: string) =>
        Number(
          new RegExp(`^quietline_appeals_waiting{due="${due}"} (.*)$`, 'm').exec(
            await registry.metrics(),
          )?.[1],
        );
      return [await read('within-a-day'), await read('within-a-week'), await read('later')];
    };
    await database.pool.query('update appeal set answered_at = appealed_at where participation_id <> $1', [
      id,
    ]);
    const dueIn = (interval: string, offset = 0) =>
      database.pool.query(
        `update participation set next_due_at = now() + $2::interval, clock_offset = $3 where id = $1`,
        [id, interval, offset],
      );
    await dueIn('23 hours');
    expect(await figures()).toEqual([1, 0, 0]);
    await dueIn('25 hours');
    expect(await figures()).toEqual([0, 1, 0]);
    await dueIn('30 days');
    expect(await figures()).toEqual([0, 0, 1]);
    await dueIn('30 days', 29.5 * DAY);
    expect(await figures()).toEqual([1, 0, 0]);
    await database.pool.query('update appeal set answered_at = appealed_at where participation_id = $1', [
      id,
    ]);
    expect(await figures()).toEqual([0, 0, 0]);
  });

  it('waits for nobody once the participation has ended', async () => {
    const ledger = await appealed();
    const left = CALLED + 3 * DAY;
    await ledger.step(left, { type: 'stopped', reason: 'left', time: left });
    expect(await appeals(ledger)).toEqual([['it was my sister', left]]);
  });
});
