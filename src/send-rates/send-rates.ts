import { z } from 'zod';
import type { Queryable } from '../database/database.js';
import { CHANNELS, type Channel } from '../domain/messages/kinds.js';
import { notFound } from '../problems/problem.js';

/** How many messages a second may leave by one channel, over all senders. */
export const newSendRateSchema = z
  .strictObject({ perSecond: z.int().min(1).max(10_000) })
  .meta({ id: 'NewSendRate' });

export type NewSendRate = z.output<typeof newSendRateSchema>;

export const sendRateSchema = z
  .object({ channel: z.enum(CHANNELS), perSecond: z.int() })
  .meta({ id: 'SendRate' });

export type SendRate = z.infer<typeof sendRateSchema>;

export const sendRatesSchema = z.object({ items: z.array(sendRateSchema) });

/** The rates that every sender keeps to; a change is heard of within a second. */
export class SendRates {
  constructor(private readonly db: Queryable) {}

  async list(): Promise<readonly SendRate[]> {
    const { rows } = await this.db.query<SendRate>(
      'select channel, per_second as "perSecond" from send_rate order by channel',
    );
    return rows;
  }

  /** Throws Problem (404). */
  async set(channel: string, { perSecond }: NewSendRate): Promise<SendRate> {
    const known = CHANNELS.find((each): each is Channel => each === channel);
    if (!known) throw notFound('channel-unknown', `There is no such channel, but: ${CHANNELS.join(', ')}.`);
    await this.db.query(
      `insert into send_rate (channel, per_second) values ($1, $2)
       on conflict (channel) do update set per_second = excluded.per_second`,
      [known, perSecond],
    );
    return { channel: known, perSecond };
  }
}
