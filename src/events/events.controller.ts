import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Client } from '../auth/client.js';
import { Scoped } from '../auth/scopes.js';
import { Intake } from './intake.js';
import { type Receipt, receiptsSchema } from './receipt.js';
import { BATCH, type Sent, SentEvents, STRUCTURED } from './sent.js';

@ApiTags('events')
@Controller('v1/events')
export class EventsController {
  constructor(private readonly intake: Intake) {}

  @Post()
  @HttpCode(202)
  @Scoped('events:write')
  @ApiConsumes(STRUCTURED, BATCH, 'application/json')
  @ApiBody({
    description: 'One CloudEvent 1.0 (structured or binary mode), or up to 1,000 as an array',
    schema: {},
  })
  @ApiResponse({ status: 202, standardSchema: receiptsSchema })
  take(@Client() client: string, @SentEvents() sent: Sent): Promise<readonly Receipt[]> {
    return this.intake.take(client, sent);
  }
}
