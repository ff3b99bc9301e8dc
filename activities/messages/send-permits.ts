import type { Pool } from 'pg';
import type { Channel } from '../../src/domain/messages/kinds.js';
import type { Milliseconds } from '../../src/domain/terms.js';
import { Bucket } from '../permits/bucket.js';

/** A changed rate is heard of within this time. */
const READ_EVERY_MS = 1_000;

/** A channel for which nobody says how fast its messages may leave. */
export class MissingSendRateError extends Error {
  override readonly name = 'MissingSendRateError';
  constructor(channel: Channel) {
    super(`nothing leaves by ${channel}, as it has no send rate: set one with PUT /v1/send-rates/${channel}`);
  }
}

/** Lets no more messages a second leave by a channel than `send_rate` says at that time, over all senders. */
export class SendPermits {
  private readonly buckets = new Map<Channel, Bucket>();
  private readAt = -Infinity;
  private reading: Promise<void> = Promise.resolve();

  constructor(
    private readonly pool: Pool,
    private readonly now: () => number = Date.now,
  ) {}

  /** Takes leave for one message: 0, or how long to wait before asking again, each behind those who asked before. Throws MissingSendRateError. */
  async take(channel: Channel): Promise<Milliseconds> {
    await this.upToDate();
    const bucket = this.buckets.get(channel);
    if (!bucket) throw new MissingSendRateError(channel);
    return bucket.take();
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
    for (const channel of this.buckets.keys())
      if (!rows.some((row) => row.channel === channel)) this.buckets.delete(channel);
    for (const { channel, perSecond } of rows) {
      const bucket = this.buckets.get(channel) ?? new Bucket(this.pool, 'send_bucket', channel);
      this.buckets.set(channel, bucket.holds(perSecond));
    }
  }
}
