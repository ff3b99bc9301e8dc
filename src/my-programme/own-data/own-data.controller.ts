import { Controller, Get, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { sendHtml } from '../../pages/html.js';
import { ForCustomers } from '../../sign-in/customer.guard.js';
import { OwnData } from './own-data.js';
import { TheVisitor, type Visitor } from '../entrance/visitor.js';

/** A customer's data: to have, and to be erased. */
@ApiExcludeController()
@ForCustomers()
@Controller(':language/my/:code')
export class OwnDataController {
  constructor(private readonly data: OwnData) {}

  @Get('my-data.json')
  async file(@TheVisitor() visitor: Visitor, @Res() reply: FastifyReply): Promise<void> {
    const file = await this.data.file(visitor);
    void reply
      .header('cache-control', 'no-store')
      .header('content-disposition', 'attachment; filename="my-data.json"')
      .type('application/json; charset=utf-8')
      .send(file);
  }

  @Get('erase')
  async ask(@TheVisitor() visitor: Visitor, @Res() reply: FastifyReply): Promise<void> {
    sendHtml(reply, await this.data.askToErase(visitor));
  }

  @Post('erase')
  async erase(@TheVisitor() visitor: Visitor, @Res() reply: FastifyReply): Promise<void> {
    sendHtml(reply, await this.data.erase(visitor));
  }
}
