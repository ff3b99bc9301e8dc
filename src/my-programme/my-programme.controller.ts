import { Body, Controller, Get, Param, Post, Res, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { sendHtml } from '../pages/html.js';
import { redirect } from '../pages/redirect.js';
import { OpeningIsVisit } from '../places/visits.js';
import { ForCustomers } from '../sign-in/customer.guard.js';
import { MyProgramme } from './my-programme.js';
import { homeOf } from '../pages/ways.js';
import { TheVisitor, type Visitor } from './entrance/visitor.js';

/** What a customer sees of the own participation. */
@ApiExcludeController()
@ForCustomers()
@UseInterceptors(OpeningIsVisit)
@Controller(':language/my')
export class MyProgrammeController {
  constructor(private readonly mine: MyProgramme) {}

  @Get()
  async any(@TheVisitor() visitor: Visitor, @Res() reply: FastifyReply): Promise<void> {
    redirect(reply, homeOf(visitor.language, await this.mine.programme(visitor)));
  }

  @Get(':code')
  async show(@TheVisitor() visitor: Visitor, @Res() reply: FastifyReply): Promise<void> {
    sendHtml(reply, await this.mine.show(visitor));
  }

  @Get(':code/story/:part')
  async story(
    @TheVisitor() visitor: Visitor,
    @Param('part') part: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendHtml(reply, await this.mine.story(visitor, part));
  }

  @Post(':code')
  async register(
    @TheVisitor() visitor: Visitor,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const again = await this.mine.register(visitor, body);
    if (again) sendHtml(reply, again);
    else redirect(reply, visitor.home);
  }

  /** Where signing in again in the middle of an appeal leads back to. */
  @Get(':code/appeal')
  appealing(@TheVisitor() visitor: Visitor, @Res() reply: FastifyReply): void {
    redirect(reply, `${visitor.home}#barred`);
  }

  @Post(':code/appeal')
  async appeal(
    @TheVisitor() visitor: Visitor,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const again = await this.mine.appeal(visitor, body);
    if (again) sendHtml(reply, again);
    else redirect(reply, visitor.home);
  }
}
