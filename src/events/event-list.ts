import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Delivery, Event } from '../../prisma/generated/client.js';
import { Database } from '../database/database.js';
import { text } from '../domain/text.js';
import { cursorOf, limit, type Page, pageOf, pageSchema } from '../paging/page.js';

const STATUSES = ['pending', 'applied', 'ignored', 'parked'] as const;

const effectSchema = z
  .object({
    participationId: z.guid(),
    status: z.enum(STATUSES),
    code: z.string().exactOptional(),
  })
  .meta({ id: 'Effect' });

export const keptSchema = z
  .object({
    specversion: z.literal('1.0'),
    source: z.string(),
    id: z.string(),
    type: z.string(),
    time: z.iso.datetime(),
    subject: z.string().nullable().describe('Null once the customer was erased'),
    data: z.unknown(),
    receivedAt: z.iso.datetime(),
    effects: z.array(effectSchema),
  })
  .meta({
    id: 'KeptEvent',
    description: 'An event of the inbox, and what became of it for each participation',
  });

export type KeptEvent = z.infer<typeof keptSchema>;

export const eventsSchema = pageSchema(keptSchema);

const AT_A_TIME = 500;

/** What `GET /v1/events` filters by; `status` finds events of which at least one effect has it. */
export const eventsQuery = z.strictObject({
  status: z.enum(STATUSES).exactOptional(),
  id: text(256).exactOptional(),
  source: text(1024).exactOptional(),
  cursor: cursorOf(z.string().regex(/^\d{1,18}$/)).exactOptional(),
  limit,
});

export type EventsQuery = z.output<typeof eventsQuery>;

/** The inbox, readable, in the order of taking. */
@Injectable()
export class EventList {
  constructor(private readonly database: Database) {}

  async list({ status, id, source, cursor, limit: size }: EventsQuery): Promise<Page<KeptEvent>> {
    const rows = await this.database.prisma.event.findMany({
      where: {
        ...(id !== undefined && { id }),
        ...(source !== undefined && { source }),
        ...(status !== undefined && { deliveries: { some: { status } } }),
        ...(cursor !== undefined && { seq: { gt: BigInt(cursor) } }),
      },
      include: { deliveries: { orderBy: { id: 'asc' } } },
      orderBy: { seq: 'asc' },
      take: size + 1,
    });
    return pageOf(rows, size, keptEvent, ({ seq }) => String(seq));
  }

  /** Everything in the inbox about this customer, page by page. */
  async *of(customerId: string): AsyncGenerator<KeptEvent> {
    let after = 0n;
    for (;;) {
      const rows = await this.database.prisma.event.findMany({
        where: { subject: customerId, seq: { gt: after } },
        include: { deliveries: { orderBy: { id: 'asc' } } },
        orderBy: { seq: 'asc' },
        take: AT_A_TIME,
      });
      yield* rows.map(keptEvent);
      if (rows.length < AT_A_TIME) return;
      after = rows.at(-1)?.seq ?? after;
    }
  }
}

function keptEvent(row: Event & { deliveries: readonly Delivery[] }): KeptEvent {
  return {
    specversion: '1.0',
    source: row.source,
    id: row.id,
    type: row.type,
    time: row.time.toISOString(),
    subject: row.subject,
    data: row.data,
    receivedAt: row.receivedAt.toISOString(),
    effects: row.deliveries.map(effect),
  };
}

function effect({ participationId, status, code }: Delivery): KeptEvent['effects'][number] {
  return {
    participationId,
    status: effectSchema.shape.status.parse(status),
    ...(code !== null && { code }),
  };
}
