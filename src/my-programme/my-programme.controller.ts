import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { sendHtml } from '../pages/html.js';
import { redirect } from '../pages/redirect.js';
import { ForCustomers } from '../sign-in/customer.guard.js';
import { MyProgramme } from './my-programme.js';
import { homeOf, TheVisitor, type Visitor } from './visitor.js';

/** What a customer sees of the own participation. */
@ApiExcludeController()
@ForCustomers()
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
}
