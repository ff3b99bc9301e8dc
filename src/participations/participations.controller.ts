import { Body, Controller, Get, HttpCode, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiHeader, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Scoped } from '../auth/scopes.js';
import type { Answer } from '../idempotency/answer.js';
import { type Call, TheCall } from '../idempotency/call.js';
import type { z } from 'zod';
import type { Page } from '../paging/page.js';
import { Commands, commandSchema, type Reinstating, reinstatingSchema } from './commands.js';
import {
  type FastForward,
  FastForwarding,
  fastForwardSchema,
  movingSchema,
  TimeMachineGuard,
} from './fast-forward.js';
import { type Invitation, invitationSchema } from './invitation.js';
import { Inviting } from './inviting.js';
import type { Entry } from './journal.js';
import { journalQuery, Journals, journalSchema } from './journals.js';
import {
  Participations,
  participationsQuery,
  type ParticipationsQuery,
  participationsSchema,
} from './participations.js';
import { participationSchema, type ParticipationView } from './view.js';

@ApiTags('participations')
@Controller('v1/participations')
export class ParticipationsController {
  constructor(
    private readonly inviting: Inviting,
    private readonly participations: Participations,
    private readonly journals: Journals,
    private readonly commands: Commands,
    private readonly fastForwarding: FastForwarding,
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

  @Get()
  @Scoped('participations:read')
  @ApiResponse({ status: 200, standardSchema: participationsSchema })
  list(@Query({ schema: participationsQuery }) query: ParticipationsQuery): Promise<Page<ParticipationView>> {
    return this.participations.list(query);
  }

  @Get(':id')
  @Scoped('participations:read')
  @ApiResponse({ status: 200, standardSchema: participationSchema })
  get(@Param('id') id: string): Promise<ParticipationView> {
    return this.participations.get(id);
  }

  @Get(':id/journal')
  @Scoped('participations:read')
  @ApiResponse({ status: 200, standardSchema: journalSchema })
  journal(
    @Param('id') id: string,
    @Query({ schema: journalQuery }) query: z.output<typeof journalQuery>,
  ): Promise<Page<Entry>> {
    return this.journals.read(id, query);
  }

  @Post(':id/leave')
  @HttpCode(202)
  @Scoped('participations:write')
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiResponse({ status: 202, standardSchema: commandSchema })
  leave(@TheCall() call: Call, @Param('id') id: string): Promise<Answer> {
    return this.commands.leave(call, id);
  }

  @Post(':id/reinstate')
  @HttpCode(202)
  @Scoped('participations:write')
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiResponse({ status: 202, standardSchema: commandSchema })
  reinstate(
    @TheCall() call: Call,
    @Param('id') id: string,
    @Body({ schema: reinstatingSchema }) reinstating: Reinstating,
  ): Promise<Answer> {
    return this.commands.reinstate(call, id, reinstating);
  }

  @Post(':id/fast-forward')
  @HttpCode(202)
  @UseGuards(TimeMachineGuard)
  @Scoped('participations:write')
  @ApiResponse({ status: 202, standardSchema: movingSchema })
  fastForward(
    @Param('id') id: string,
    @Body({ schema: fastForwardSchema }) forward: FastForward,
  ): Promise<z.output<typeof movingSchema>> {
    return this.fastForwarding.move(id, forward);
  }
}
