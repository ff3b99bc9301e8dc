import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { TestApi } from '../api/api.js';
import { erase, eraserOn, everyRow, letLookAgain, receipt } from './kit.js';

export const HASH_KEY = 'only-for-tests-only-for-tests-only';

/** May be written to by SMS. */
export const CONTACT = {
  contact: { mobile: { value: '+4915112345678', basis: 'express-consent', evidence: 'form of 2026-03-01' } },
};

/** The API of the calling test file alone, without Temporal: its customers' participations have ended, so that nothing but erasures is under way. */
export async function startEnded() {
  const api = await TestApi.start();
  await api.publish();
  const { pool } = api.database;
  const eraser = eraserOn(pool, HASH_KEY);

  async function ended(more: object = {}): Promise<{ id: string; customerId: string }> {
    const customerId = randomUUID();
    const { id } = await api.invite(customerId, more);
    await end(id);
    return { id, customerId };
  }

  async function end(id: string): Promise<void> {
    await pool.query(
      `update participation set phase = 'ended', ended_because = 'left', next_due_what = null, next_due_at = null where id = $1`,
      [id],
    );
  }

  /** Pending credits are not waited for. */
  async function carriedOut(customerId: string) {
    const erasure = await erase(api, customerId);
    await letLookAgain(pool);
    await pool.query(`update erasure set due_at = now() where look_at is not null`);
    await eraser.round();
    return receipt(api, erasure);
  }

  async function nothingIsLeftOf(customerId: string): Promise<void> {
    for (const [table, rows] of await everyRow(pool))
      expect({ table, holds: rows.includes(customerId) }).toEqual({ table, holds: false });
  }

  return { api, pool, eraser, ended, end, carriedOut, nothingIsLeftOf };
}
