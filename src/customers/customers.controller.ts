import { Readable } from 'node:stream';
import { Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Client } from '../auth/client.js';
import { Database } from '../database/database.js';
import { Scoped } from '../auth/scopes.js';
import { customerMeant, soughtIdSchema } from '../participations/customer-meant.js';
import { Explained } from '../problems/explained.js';
import { customerFileSchema } from './customer-file.js';
import { erasureSchema, type ErasureView } from './erasure.js';
import { Erasures } from './erasures.js';
import { Exporting } from './exporting.js';

@ApiTags('customers')
@Controller('v1')
export class CustomersController {
  constructor(
    private readonly database: Database,
    private readonly erasures: Erasures,
    private readonly exporting: Exporting,
  ) {}

  @Post('customers/:customerId/erase')
  @HttpCode(202)
  @Scoped('customers:erase')
  @Explained({
    summary: 'Erase a customer',
    description:
      'Ends every participation at once, pays what was earned, then deletes everything that leads to the person: as soon as no credit is pending, three days later at the latest. Asked again meanwhile: the same erasure. Somebody whom nobody knows gets a receipt, too.',
  })
  @ApiResponse({ status: 202, standardSchema: erasureSchema })
  async erase(
    @Client() client: string,
    @Param('customerId', { schema: soughtIdSchema }) sought: string,
  ): Promise<ErasureView> {
    return this.erasures.request(await customerMeant(this.database.pool, sought), client);
  }

  @Post('customers/:customerId/export')
  @HttpCode(200)
  @Scoped('customers:read')
  @Explained({
    summary: 'Read out everything that is kept about a customer',
    description: 'Of somebody whom nobody knows all lists are empty.',
  })
  @ApiResponse({ status: 200, standardSchema: customerFileSchema })
  async export(
    @Param('customerId', { schema: soughtIdSchema }) sought: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const pieces = this.exporting.file(await customerMeant(this.database.pool, sought));
    // an outage is answered as one, as long as nothing was sent
    const first = await pieces.next();
    void reply
      .header('cache-control', 'no-store')
      .type('application/json')
      .send(Readable.from(all(first.value, pieces)));
  }

  @Get('erasures/:id')
  @Scoped('customers:read')
  @Explained({
    operationId: 'getErasure',
    summary: 'Read an erasure, once it is done its receipt',
    problems: { 404: ['erasure-unknown'] },
  })
  @ApiResponse({ status: 200, standardSchema: erasureSchema })
  get(@Param('id') id: string): Promise<ErasureView> {
    return this.erasures.get(id);
  }
}

async function* all(first: string | undefined, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first ?? '';
  yield* rest;
}
