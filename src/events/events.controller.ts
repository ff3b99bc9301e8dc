import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { Client } from '../auth/client.js';
import { Scoped } from '../auth/scopes.js';
import type { Page } from '../paging/page.js';
import { Explained } from '../problems/explained.js';
import { EventList, eventsQuery, type EventsQuery, eventsSchema, type KeptEvent } from './event-list.js';
import { Intake } from './intake.js';
import { type Receipt, receiptsSchema } from './receipt.js';
import { EVENTS } from './openapi.js';
import { type Sent, SentEvents } from './sent.js';

@ApiTags('events')
@Controller('v1/events')
export class EventsController {
  constructor(
    private readonly intake: Intake,
    private readonly events: EventList,
  ) {}

  @Post()
  @HttpCode(202)
  @Scoped('events:write')
  @Explained({
    operationId: 'reportEvents',
    summary: 'Report what happened',
    description:
      'One event or a batch; answered once all of it is durable. In a batch a bad event is refused and its neighbours are kept. An event is its `source` and `id`: sent again, it changes nothing. Customers whom nobody invited are answered alike. While 1,000 events of one participation wait to be delivered, no more of its customer are taken but what ends it: `too-many-undelivered`, in a batch with `retryAfterSeconds`, singly as 429 with `Retry-After`; send that event again later.',
    requestBody: EVENTS,
    problems: {
      403: ['scope-missing', 'source-reserved', 'source-not-allowed', 'type-not-allowed'],
      429: ['too-many-undelivered'],
    },
  })
  @ApiResponse({ status: 202, standardSchema: receiptsSchema })
  take(@Client() client: string, @SentEvents() sent: Sent): Promise<readonly Receipt[]> {
    return this.intake.take(client, sent);
  }

  @Get()
  @Scoped('events:read')
  @Explained({
    summary: 'List events, and what became of them',
    description: '`status=parked` are those that need somebody.',
  })
  @ApiResponse({ status: 200, standardSchema: eventsSchema })
  list(@Query({ schema: eventsQuery }) query: EventsQuery): Promise<Page<KeptEvent>> {
    return this.events.list(query);
  }
}
