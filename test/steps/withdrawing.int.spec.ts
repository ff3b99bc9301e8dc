import { describe, expect, it } from '@jest/globals';
import type { StopReason } from '../../src/domain/facts.js';
import { keepAcceptance } from '../../src/my-programme/registering/acceptances.js';
import { createDatabase } from '../support/database.js';
import { DAY, INVITED, Ledger, registered } from './kit.js';

const database = await createDatabase();
const { pool } = database;

/** Somebody who has registered on the page. */
async function accepted(): Promise<Ledger> {
  const ledger = await Ledger.open(database);
  for (const what of ['privacy-notice', 'terms'] as const)
    await keepAcceptance(pool, {
      participation: ledger.id,
      what,
      shown: { version: '1', text: what, sha256: what },
      language: 'de',
      at: new Date(INVITED + DAY),
    });
  await ledger.step(INVITED + DAY, registered(1));
  return ledger;
}

async function withdrawn({ id }: Ledger): Promise<readonly (number | undefined)[]> {
  const { rows } = await pool.query<{ withdrawn_at: Date | null }>(
    'select withdrawn_at from acceptance where participation_id = $1',
    [id],
  );
  return rows.map((row) => row.withdrawn_at?.getTime());
}

const stopped = (reason: StopReason, day: number) =>
  ({ type: 'stopped', reason, time: INVITED + day * DAY, acceptedAt: INVITED + 10 * DAY }) as const;

describe('the evidence of a consent', () => {
  it('says when it was withdrawn as soon as that is reported, before any step', async () => {
    const ledger = await accepted();
    await ledger.deliver('consent.withdrawn', {});
    expect(await withdrawn(ledger)).toEqual([INVITED, INVITED]);
  });

  it('keeps the instant of the first report', async () => {
    const ledger = await accepted();
    await pool.query('update acceptance set withdrawn_at = $2 where participation_id = $1', [
      ledger.id,
      new Date(INVITED + 8 * DAY),
    ]);
    await ledger.deliver('consent.withdrawn', {});
    expect(await withdrawn(ledger)).toEqual([INVITED + 8 * DAY, INVITED + 8 * DAY]);
  });

  it('says so also where that was reported after the end', async () => {
    const ledger = await accepted();
    await ledger.step(INVITED + 10 * DAY, stopped('left', 9));
    await ledger.deliver('consent.withdrawn', {});
    expect(await withdrawn(ledger)).toEqual([INVITED, INVITED]);
  });

  it('says nothing of it for anybody else', async () => {
    const [ledger, other] = [await accepted(), await accepted()];
    await ledger.deliver('consent.withdrawn', {});
    expect(await withdrawn(other)).toEqual([undefined, undefined]);
  });

  it.each(['participation.left', 'contract.ended'])(
    'still holds where only %s was reported',
    async (type) => {
      const [open, over] = [await accepted(), await accepted()];
      await open.deliver(type, {});
      await over.step(INVITED + 10 * DAY, stopped('left', 9));
      await over.deliver(type, {});
      for (const ledger of [open, over]) expect(await withdrawn(ledger)).toEqual([undefined, undefined]);
    },
  );
});
