import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { Scoped } from '../auth/scopes.js';
import { Explained } from '../problems/explained.js';
import {
  type NewSendRate,
  newSendRateSchema,
  type SendRate,
  SendRates,
  sendRateSchema,
  sendRatesSchema,
} from './send-rates.js';

@ApiTags('waves')
@Controller('v1/send-rates')
export class SendRatesController {
  constructor(private readonly rates: SendRates) {}

  @Get()
  @Scoped('waves:read')
  @Explained({ summary: 'Read how fast messages leave' })
  @ApiResponse({ status: 200, standardSchema: sendRatesSchema })
  async list(): Promise<{ items: readonly SendRate[] }> {
    return { items: await this.rates.list() };
  }

  @Put(':channel')
  @Scoped('waves:write')
  @Explained({
    summary: 'Set how fast messages leave by a channel',
    description: 'Messages a second, over all senders and waves; it holds within a second.',
    problems: { 404: ['channel-unknown'] },
  })
  @ApiResponse({ status: 200, standardSchema: sendRateSchema })
  set(
    @Param('channel') channel: string,
    @Body({ schema: newSendRateSchema }) rate: NewSendRate,
  ): Promise<SendRate> {
    return this.rates.set(channel, rate);
  }
}
