import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Scoped } from '../auth/scopes.js';
import type { Answer } from '../idempotency/answer.js';
import { type Call, TheCall } from '../idempotency/call.js';
import { type Invitation, invitationSchema } from './invitation.js';
import { Inviting } from './inviting.js';
import { Participations } from './participations.js';
import { participationSchema, type ParticipationView } from './view.js';

@ApiTags('participations')
@Controller('v1/participations')
export class ParticipationsController {
  constructor(
    private readonly inviting: Inviting,
    private readonly participations: Participations,
  ) {}

  @Post()
  @Scoped('participations:write')
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiResponse({ status: 201, standardSchema: participationSchema })
  @ApiResponse({
    status: 200,
    description: 'The customer takes part already',
    standardSchema: participationSchema,
  })
  invite(@TheCall() call: Call, @Body({ schema: invitationSchema }) invitation: Invitation): Promise<Answer> {
    return this.inviting.invite(call, invitation);
  }

  @Get(':id')
  @Scoped('participations:read')
  @ApiResponse({ status: 200, standardSchema: participationSchema })
  get(@Param('id') id: string): Promise<ParticipationView> {
    return this.participations.get(id);
  }
}
