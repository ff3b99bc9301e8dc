import { Body, Controller, Get, HttpCode, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiHeader, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Scoped } from '../auth/scopes.js';
import type { Answer } from '../idempotency/answer.js';
import { type Call, IDEMPOTENCY_KEY, TheCall } from '../idempotency/call.js';
import type { z } from 'zod';
import type { Page } from '../paging/page.js';
import { Explained } from '../problems/explained.js';
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
  @Explained({
    operationId: 'inviteCustomer',
    summary: 'Invite a customer',
    description:
      'To the latest published version of the programme, which the participation keeps. Inviting again answers with the same participation; only after an invitation has expired a new one begins. With an address, Quietline writes to the customer.',
    problems: { 409: ['held-out', 'erased', 'excluded-by-programme'], 503: ['invitation-undecided'] },
  })
  @ApiHeader(IDEMPOTENCY_KEY)
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
  @Explained({
    summary: 'List participations',
    description:
      'In the order of inviting. `appealed=true` are those whose appeal waits for a decision, whose deadline is nearest first.',
  })
  @ApiResponse({ status: 200, standardSchema: participationsSchema })
  list(@Query({ schema: participationsQuery }) query: ParticipationsQuery): Promise<Page<ParticipationView>> {
    return this.participations.list(query);
  }

  @Get(':id')
  @Scoped('participations:read')
  @Explained({ summary: 'Read where a customer stands', problems: { 404: ['participation-unknown'] } })
  @ApiResponse({ status: 200, standardSchema: participationSchema })
  get(@Param('id') id: string): Promise<ParticipationView> {
    return this.participations.get(id);
  }

  @Get(':id/journal')
  @Scoped('participations:read')
  @Explained({
    operationId: 'getJournal',
    summary: 'Read what happened, and why',
    description:
      'What was recorded, with the event and the rule that caused it; warnings, messages and appeals in their place, without addresses and texts. `limit` counts steps.',
    problems: { 404: ['participation-unknown'] },
  })
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
  @Explained({
    summary: 'Let a customer leave',
    description:
      'Ends the participation; what was earned is paid. The answer names the event that it became.',
    problems: { 404: ['participation-unknown'], 409: ['wrong-phase'] },
  })
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiResponse({ status: 202, standardSchema: commandSchema })
  leave(@TheCall() call: Call, @Param('id') id: string): Promise<Answer> {
    return this.commands.leave(call, id);
  }

  @Post(':id/reinstate')
  @HttpCode(202)
  @Scoped('participations:write')
  @Explained({
    summary: 'Reinstate a customer who has lost the large reward',
    description:
      'Excuses every call before now and begins the time for the next visit anew; the end of the quiet period stands. It grants an appeal that waits. The answer names the event that it became.',
    problems: { 404: ['participation-unknown'], 409: ['wrong-phase'] },
  })
  @ApiHeader(IDEMPOTENCY_KEY)
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
  @Explained({
    summary: "Move one participation's clock",
    description:
      'Only with the embedded server, to try a programme out. With `visiting` the customer visits meanwhile.',
    problems: {
      404: ['participation-unknown', 'no-time-machine'],
      409: ['wrong-phase', 'credit-pending', 'clock-moving'],
    },
  })
  @ApiResponse({ status: 202, standardSchema: movingSchema })
  fastForward(
    @Param('id') id: string,
    @Body({ schema: fastForwardSchema }) forward: FastForward,
  ): Promise<z.output<typeof movingSchema>> {
    return this.fastForwarding.move(id, forward);
  }
}
