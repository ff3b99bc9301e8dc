import 'reflect-metadata';
import { Body, Controller, Inject, Module, Param, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { given, serving } from '../process.js';
import { called, reached, textbook } from './workflow.js';

const pool = new pg.Pool({ connectionString: given('DATABASE_URL'), max: 10 });
const connection = await Connection.connect({ address: given('TEMPORAL_ADDRESS') });

@Controller('customers')
class CustomersController {
  constructor(@Inject(Client) private readonly client: Client) {}

  @Post()
  async invite(@Body() { customer }: { customer: string }): Promise<void> {
    await pool.query('insert into customer (id) values ($1)', [customer]);
    await this.client.workflow.start(textbook, {
      taskQueue: 'bench-textbook',
      workflowId: `textbook-${customer}`,
      args: [customer],
    });
  }

  @Post(':customer/events')
  async report(@Param('customer') customer: string, @Body() { event }: { event: string }): Promise<void> {
    const handle = this.client.workflow.getHandle(`textbook-${customer}`);
    if (event === 'called') await handle.signal(called);
    else await handle.signal(reached, event);
  }
}

@Module({
  controllers: [CustomersController],
  providers: [{ provide: Client, useValue: new Client({ connection }) }],
})
class TextbookModule {}

const app = await NestFactory.create<NestFastifyApplication>(TextbookModule, new FastifyAdapter(), {
  logger: false,
});
await app.listen(Number(given('PORT')), '127.0.0.1');
serving();
