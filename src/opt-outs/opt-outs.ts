import { z } from 'zod';
import {
  addressHash,
  optOut,
  type OptOutLink,
  type OptOutScope,
  readOptOutToken,
} from '../../prisma/opt-outs.js';
import type { Database } from '../database/database.js';
import { emailSchema } from '../reading/email.js';
import { mobileSchema } from '../reading/mobile.js';

/** The body of `POST /v1/opt-outs`: which address no longer wants to hear from us. */
export const optOutSchema = z
  .discriminatedUnion('channel', [
    z.strictObject({ channel: z.literal('sms'), address: mobileSchema }),
    z.strictObject({ channel: z.literal('email'), address: emailSchema }),
  ])
  .meta({ id: 'OptOut' });

export type OptOutRequest = z.output<typeof optOutSchema>;

/** Takes opt-outs; each takes effect before the next send, and only a keyed hash of the address is kept. */
export class OptOuts {
  constructor(
    private readonly database: Database,
    private readonly hashKey: string,
  ) {}

  /** STOP stops both kinds of messages to this address. */
  async stop({ channel, address }: OptOutRequest): Promise<void> {
    const { pool } = this.database.commands;
    await optOut(pool, channel, addressHash(this.hashKey, channel, address), 'all');
  }

  /** Whom a link is for; undefined for one that we did not make. */
  linked(token: string): OptOutLink | undefined {
    return readOptOutToken(this.hashKey, token);
  }

  async take({ channel, hash }: OptOutLink, scope: OptOutScope): Promise<void> {
    await optOut(this.database.pool, channel, hash, scope);
  }
}
