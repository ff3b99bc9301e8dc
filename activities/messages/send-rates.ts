import type { Pool } from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Channel } from '../../src/domain/messages/kinds.js';
import type { Milliseconds } from '../../src/domain/terms.js';

const SECOND = 1_000;
/** A changed rate is heard of within this time. */
const READ_EVERY_MS = SECOND;

/** Lets no more messages a second leave by a channel than `send_rate` says at that time, over all senders. */
export class SendRates {
  private readonly limiters = new Map<Channel, RateLimiterPostgres>();
  private readAt = -Infinity;
  private reading: Promise<void> = Promise.resolve();

  constructor(
    private readonly pool: Pool,
    private readonly now: () => number = Date.now,
  ) {}

  /** Takes leave for one message: 0, or how long to wait before asking again, each behind those who asked before. */
  async take(channel: Channel): Promise<Milliseconds> {
    await this.upToDate();
    const limiter = this.limiters.get(channel);
    if (!limiter) return 0;
    try {
      await limiter.consume(channel);
      return 0;
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      const ahead = refused.consumedPoints - limiter.points - 1;
      return refused.msBeforeNext + Math.floor(ahead / limiter.points) * SECOND;
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
    const { rows } = await this.pool.query<{ channel: Channel; points: number }>(
      'select channel, per_second as points from send_rate',
    );
    for (const { channel, points } of rows) this.limiterOf(channel, points).points = points;
  }

  private limiterOf(channel: Channel, points: number): RateLimiterPostgres {
    const known = this.limiters.get(channel);
    if (known) return known;
    const limiter = new RateLimiterPostgres({
      storeClient: this.pool,
      storeType: 'pool',
      tableName: 'send_bucket',
      tableCreated: true,
      clearExpiredByTimeout: false, // one row for each channel
      keyPrefix: 'send',
      points,
      duration: 1,
    });
    this.limiters.set(channel, limiter);
    return limiter;
  }
}
