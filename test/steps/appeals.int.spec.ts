import { describe, expect, it } from '@jest/globals';
import { keepAppeal } from '../../src/appeals/appeals.js';
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

  it('waits for nobody once the participation has ended', async () => {
    const ledger = await appealed();
    const left = CALLED + 3 * DAY;
    await ledger.step(left, { type: 'stopped', reason: 'left', time: left });
    expect(await appeals(ledger)).toEqual([['it was my sister', left]]);
  });
});
