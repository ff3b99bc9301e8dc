import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Scoped } from '../auth/scopes.js';
import type { Answer } from '../idempotency/answer.js';
import { type Call, IDEMPOTENCY_KEY, TheCall } from '../idempotency/call.js';
import { Explained } from '../problems/explained.js';
import {
  type AppealList,
  Appeals,
  appealsSchema,
  declinedSchema,
  type Declining,
  decliningSchema,
} from './appeals.js';

@ApiTags('participations')
@Controller('v1/participations/:id')
export class AppealsController {
  constructor(private readonly appeals: Appeals) {}

  @Get('appeals')
  @Scoped('participations:read')
  @Explained({
    summary: 'Read what a customer says against a loss',
    description: 'The first appeal first; one without `answeredAt` waits for a decision.',
    problems: { 404: ['participation-unknown'] },
  })
  @ApiResponse({ status: 200, standardSchema: appealsSchema })
  list(@Param('id') id: string): Promise<AppealList> {
    return this.appeals.of(id);
  }

  @Post('appeal/decline')
  @HttpCode(200)
  @Scoped('participations:write')
  @Explained({
    summary: 'Decline the appeal that waits',
    description:
      'What was lost stays lost, and the customer reads the reason on the own page. To grant an appeal, reinstate.',
    problems: { 404: ['participation-unknown'], 409: ['no-open-appeal'] },
  })
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiResponse({ status: 200, standardSchema: declinedSchema })
  decline(
    @TheCall() call: Call,
    @Param('id') id: string,
    @Body({ schema: decliningSchema }) declining: Declining,
  ): Promise<Answer> {
    return this.appeals.decline(call, id, declining);
  }
}
