import { Readable } from 'node:stream';
import { Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Client } from '../auth/client.js';
import { Scoped } from '../auth/scopes.js';
import { customerFileSchema } from './customer-file.js';
import { customerIdSchema, erasureSchema, type ErasureView } from './erasure.js';
import { Erasures } from './erasures.js';
import { Exporting } from './exporting.js';

@ApiTags('customers')
@Controller('v1')
export class CustomersController {
  constructor(
    private readonly erasures: Erasures,
    private readonly exporting: Exporting,
  ) {}

  /** Ends every participation of the customer, and has everything deleted that leads to them. Asked again meanwhile: the same erasure. */
  @Post('customers/:customerId/erase')
  @HttpCode(202)
  @Scoped('customers:erase')
  @ApiResponse({ status: 202, standardSchema: erasureSchema })
  erase(
    @Client() client: string,
    @Param('customerId', { schema: customerIdSchema }) customerId: string,
  ): Promise<ErasureView> {
    return this.erasures.request(customerId, client);
  }

  /** Everything that is kept about the customer; of somebody whom nobody knows all lists are empty. */
  @Post('customers/:customerId/export')
  @HttpCode(200)
  @Scoped('customers:read')
  @ApiResponse({ status: 200, standardSchema: customerFileSchema })
  async export(
    @Param('customerId', { schema: customerIdSchema }) customerId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const pieces = this.exporting.file(customerId);
    // an outage is answered as one, as long as nothing was sent
    const first = await pieces.next();
    void reply
      .header('cache-control', 'no-store')
      .type('application/json')
      .send(Readable.from(all(first.value, pieces)));
  }

  /** An erasure, and once it is done its receipt. */
  @Get('erasures/:id')
  @Scoped('customers:read')
  @ApiResponse({ status: 200, standardSchema: erasureSchema })
  get(@Param('id') id: string): Promise<ErasureView> {
    return this.erasures.get(id);
  }
}

async function* all(first: string | undefined, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first ?? '';
  yield* rest;
}
