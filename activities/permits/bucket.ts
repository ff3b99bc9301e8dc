import type { Pool } from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Milliseconds } from '../../src/domain/terms.js';

const SECOND = 1_000;

/** Windows are so short that at most about a tenth above the rate is let through in any second, wherever it begins. */
const WINDOWS_A_SECOND = 10;

/**
 * How many are let through in one window, and how long that is: whole milliseconds, rounded so that it is never faster than this rate. A slow
 * rate has longer windows, of one.
 */
export function windowOf(perSecond: number): { readonly points: number; readonly ms: Milliseconds } {
  const points = Math.max(1, Math.floor(perSecond / WINDOWS_A_SECOND));
  return { points, ms: Math.ceil((points * SECOND) / perSecond) };
}

/** A rate that holds over all processes, kept in one row of an unlogged table that is made for it. */
export class Bucket {
  private readonly limiter: RateLimiterPostgres;

  constructor(
    pool: Pool,
    tableName: 'send_bucket' | 'charging_bucket',
    private readonly key: string,
  ) {
    this.limiter = new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'pool',
      tableName,
      tableCreated: true,
      clearExpiredByTimeout: false, // one row for each rate
      keyPrefix: 'rate',
      points: 1,
      duration: 1,
    });
  }

  /** From now on so many a second. */
  holds(perSecond: number): this {
    const { points, ms } = windowOf(perSecond);
    Object.assign(this.limiter, { points, duration: ms / SECOND });
    return this;
  }

  /** Takes leave for one: 0, or how long to wait before asking again, each behind those who asked before. */
  async take(): Promise<Milliseconds> {
    const { limiter } = this;
    try {
      await limiter.consume(this.key);
      return 0;
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      const ahead = refused.consumedPoints - limiter.points - 1;
      const windows = Math.floor(ahead / limiter.points);
      return refused.msBeforeNext + Math.round(windows * limiter.duration * SECOND);
    }
  }
}
