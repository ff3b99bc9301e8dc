import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { Scoped } from '../auth/scopes.js';
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
  @ApiResponse({ status: 200, standardSchema: sendRatesSchema })
  async list(): Promise<{ items: readonly SendRate[] }> {
    return { items: await this.rates.list() };
  }

  @Put(':channel')
  @Scoped('waves:write')
  @ApiResponse({ status: 200, standardSchema: sendRateSchema })
  set(
    @Param('channel') channel: string,
    @Body({ schema: newSendRateSchema }) rate: NewSendRate,
  ): Promise<SendRate> {
    return this.rates.set(channel, rate);
  }
}
