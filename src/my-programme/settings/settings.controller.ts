import { Body, Controller, Get, Post, Query, Res, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { sendHtml } from '../../pages/html.js';
import { redirect } from '../../pages/redirect.js';
import { OpeningIsVisit } from '../../places/visits.js';
import { ForCustomers } from '../../sign-in/customer.guard.js';
import { Settings } from './settings.js';
import { SAVED } from './settings-words.js';
import { TheVisitor, type Visitor } from '../entrance/visitor.js';

/** What a customer can change. */
@ApiExcludeController()
@ForCustomers()
@UseInterceptors(OpeningIsVisit)
@Controller(':language/my/:code')
export class SettingsController {
  constructor(private readonly settings: Settings) {}

  @Get('settings')
  async show(
    @TheVisitor() visitor: Visitor,
    @Query('saved') saved: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendHtml(
      reply,
      await this.settings.show(
        visitor,
        SAVED.find((each) => each === saved),
      ),
    );
  }

  @Post('settings')
  async save(
    @TheVisitor() visitor: Visitor,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.settings.save(visitor, body);
    redirect(reply, `${visitor.home}/settings?saved=yes`);
  }

  @Get('leave')
  async askToLeave(@TheVisitor() visitor: Visitor, @Res() reply: FastifyReply): Promise<void> {
    sendHtml(reply, await this.settings.ask(visitor, 'leave'));
  }

  @Post('leave')
  async leave(@TheVisitor() visitor: Visitor, @Res() reply: FastifyReply): Promise<void> {
    redirect(reply, await this.settings.stop(visitor, 'leave'));
  }

  @Get('withdraw')
  async askToWithdraw(@TheVisitor() visitor: Visitor, @Res() reply: FastifyReply): Promise<void> {
    sendHtml(reply, await this.settings.ask(visitor, 'withdraw'));
  }

  @Post('withdraw')
  async withdraw(@TheVisitor() visitor: Visitor, @Res() reply: FastifyReply): Promise<void> {
    redirect(reply, await this.settings.stop(visitor, 'withdraw'));
  }
}
