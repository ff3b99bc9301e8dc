import { describe, expect, it } from '@jest/globals';
import type { StopReason } from '../../src/domain/facts.js';
import type { Message } from '../../src/domain/message.js';
import { keepAcceptance, withdrawAcceptances } from '../../src/my-programme/acceptances.js';
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

/** The operator's report that the consent was withdrawn, at the instant of the invitation. */
async function reported(ledger: Ledger, day: number): Promise<Message> {
  const delivery = await ledger.deliver('consent.withdrawn', {});
  const acceptedAt = INVITED + day * DAY;
  return { type: 'stopped', reason: 'consent-withdrawn', time: INVITED, acceptedAt, delivery };
}

describe('the evidence of a consent', () => {
  it('says when it was withdrawn, also where only the operator heard of that', async () => {
    const ledger = await accepted();
    await ledger.step(INVITED + 10 * DAY, stopped('consent-withdrawn', 9));
    expect(await withdrawn(ledger)).toEqual([INVITED + 9 * DAY, INVITED + 9 * DAY]);
  });

  it('keeps the instant of the page, which came first', async () => {
    const ledger = await accepted();
    await withdrawAcceptances(pool, ledger.id, new Date(INVITED + 8 * DAY));
    await ledger.step(INVITED + 10 * DAY, stopped('consent-withdrawn', 9));
    expect(await withdrawn(ledger)).toEqual([INVITED + 8 * DAY, INVITED + 8 * DAY]);
  });

  it('says so also where the participation ended otherwise just before, or settlement was over', async () => {
    const [left, over] = [await accepted(), await accepted()];
    const stops: readonly [Ledger, readonly Message[]][] = [
      [left, [...(await left.hear(stopped('left', 9))), await reported(left, 10)]],
      [over, [await reported(over, 400)]],
    ];
    for (const [ledger, heard] of stops) {
      await ledger.record(ledger.propose(heard, INVITED + 400 * DAY));
      expect(await withdrawn(ledger)).toEqual([INVITED, INVITED]);
    }
  });

  it('says so also where that was reported after the end', async () => {
    const ledger = await accepted();
    await ledger.step(INVITED + 10 * DAY, stopped('left', 9));
    await ledger.deliver('consent.withdrawn', {});
    expect(await withdrawn(ledger)).toEqual([INVITED, INVITED]);
  });

  it('does not take it for withdrawn where only something else was reported after the end', async () => {
    const ledger = await accepted();
    await ledger.step(INVITED + 10 * DAY, stopped('left', 9));
    await ledger.deliver('contract.ended', {});
    expect(await withdrawn(ledger)).toEqual([undefined, undefined]);
  });

  it.each<StopReason>(['left', 'contract-ended'])(
    'does not take it for withdrawn where it ended otherwise: %s',
    async (reason) => {
      const ledger = await accepted();
      await ledger.step(INVITED + 10 * DAY, stopped(reason, 9));
      expect(await withdrawn(ledger)).toEqual([undefined, undefined]);
    },
  );
});
