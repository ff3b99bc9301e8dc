import { z } from 'zod';
import {
  addressHash,
  addressHashes,
  addressOf,
  narrowOptOut,
  optOut,
  optOutOf,
  type OptOutScope,
} from '../../../prisma/opt-outs.js';
import type { Queryable } from '../../database/database.js';
import { CHANNELS, type Channel } from '../../domain/messages/kinds.js';
import { shownDomain } from '../../reading/email.js';

/** What an address is not written to for; `none`: it gets everything. */
export type Stopped = OptOutScope | 'none';

/** An address of the customer's, shown so that only its owner knows it, and what is stopped there. */
export interface ChannelChoice {
  readonly channel: Channel;
  readonly shown: string;
  readonly stopped: Stopped;
}

interface Point {
  readonly channel: Channel;
  readonly value: string;
}

const Form = z.partialRecord(z.enum(CHANNELS), z.enum(['none', 'advertising', 'all']));

/** Which messages reach a customer on which of the addresses that we hold. */
export class ChannelChoices {
  constructor(
    private readonly db: Queryable,
    private readonly hashKey: string,
  ) {}

  async of(participation: string): Promise<readonly ChannelChoice[]> {
    const points = await this.points(participation);
    return Promise.all(
      points.map(async ({ channel, value }) => ({
        channel,
        shown: masked(channel, value),
        stopped: (await optOutOf(this.db, channel, ...addressHashes(this.hashKey, channel, value))) ?? 'none',
      })),
    );
  }

  /** Takes what the form says of addresses that we hold. Advertising that was stopped stays stopped: only a new consent brings it back. */
  async choose(participation: string, body: unknown): Promise<void> {
    const chosen = Form.safeParse(choicesIn(body)).data ?? {};
    for (const { channel, value } of await this.points(participation)) {
      const stop = chosen[channel];
      if (stop === undefined || stop === 'none') continue;
      const hashes = addressHashes(this.hashKey, channel, value);
      await optOut(
        this.db,
        channel,
        addressHash(this.hashKey, channel, addressOf(channel, value) ?? value),
        stop,
      );
      if (stop === 'advertising') await narrowOptOut(this.db, channel, ...hashes);
    }
  }

  private async points(participation: string): Promise<readonly Point[]> {
    const { rows } = await this.db.query<{ sms: string | null; email: string | null }>(
      `select mobile ->> 'value' as sms, email ->> 'value' as email from contact where participation_id = $1`,
      [participation],
    );
    const held = rows[0];
    return CHANNELS.flatMap((channel) => {
      const value = held?.[channel];
      return value ? [{ channel, value }] : [];
    });
  }
}

function choicesIn(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return {};
  return Object.fromEntries(
    CHANNELS.flatMap((each) => (each in body ? [[each, Reflect.get(body, each)]] : [])),
  );
}

function masked(channel: Channel, value: string): string {
  if (channel === 'sms') return `••• ${value.slice(-3)}`;
  return `${value.slice(0, 1)}•••@${shownDomain(value)}`;
}
