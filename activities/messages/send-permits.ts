import type { Pool } from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Channel } from '../../src/domain/messages/kinds.js';
import type { Milliseconds } from '../../src/domain/terms.js';

const SECOND = 1_000;
/** A changed rate is heard of within this time. */
const READ_EVERY_MS = SECOND;

/** Windows are so short that at most about a tenth above the rate leaves in any second, wherever it begins. */
const WINDOWS_A_SECOND = 10;

/**
 * How many may leave in one window, and how long that is: whole milliseconds, rounded so that it is never faster than this rate. A slow
 * rate has longer windows, of one message.
 */
export function windowOf(perSecond: number): { readonly points: number; readonly ms: Milliseconds } {
  const points = Math.max(1, Math.floor(perSecond / WINDOWS_A_SECOND));
  return { points, ms: Math.ceil((points * SECOND) / perSecond) };
}

/** A channel for which nobody says how fast its messages may leave. */
export class MissingSendRateError extends Error {
  override readonly name = 'MissingSendRateError';
  constructor(channel: Channel) {
    super(`nothing leaves by ${channel}, as it has no send rate: set one with PUT /v1/send-rates/${channel}`);
  }
}

/** Lets no more messages a second leave by a channel than `send_rate` says at that time, over all senders. */
export class SendPermits {
  private readonly limiters = new Map<Channel, RateLimiterPostgres>();
  private readAt = -Infinity;
  private reading: Promise<void> = Promise.resolve();

  constructor(
    private readonly pool: Pool,
    private readonly now: () => number = Date.now,
  ) {}

  /** Takes leave for one message: 0, or how long to wait before asking again, each behind those who asked before. Throws MissingSendRateError. */
  async take(channel: Channel): Promise<Milliseconds> {
    await this.upToDate();
    const limiter = this.limiters.get(channel);
    if (!limiter) throw new MissingSendRateError(channel);
    try {
      await limiter.consume(channel);
      return 0;
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      const ahead = refused.consumedPoints - limiter.points - 1;
      const windows = Math.floor(ahead / limiter.points);
      return refused.msBeforeNext + Math.round(windows * limiter.duration * SECOND);
    }
  }

  /** Whoever asks while the rates are read waits for them. */
  private upToDate(): Promise<void> {
    if (this.now() >= this.readAt + READ_EVERY_MS) {
      this.readAt = this.now();
      this.reading = this.read();
    }
    return this.reading;
  }

  private async read(): Promise<void> {
    const { rows } = await this.pool.query<{ channel: Channel; perSecond: number }>(
      'select channel, per_second as "perSecond" from send_rate',
    );
    for (const channel of this.limiters.keys())
      if (!rows.some((row) => row.channel === channel)) this.limiters.delete(channel);
    for (const { channel, perSecond } of rows) {
      const { points, ms } = windowOf(perSecond);
      Object.assign(this.limiterOf(channel), { points, duration: ms / SECOND });
    }
  }

  private limiterOf(channel: Channel): RateLimiterPostgres {
    const known = this.limiters.get(channel);
    if (known) return known;
    const limiter = new RateLimiterPostgres({
      storeClient: this.pool,
      storeType: 'pool',
      tableName: 'send_bucket',
      tableCreated: true,
      clearExpiredByTimeout: false, // one row for each channel
      keyPrefix: 'send',
      points: 1,
      duration: 1,
    });
    this.limiters.set(channel, limiter);
    return limiter;
  }
}
