import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { Scoped } from '../auth/scopes.js';
import { Explained } from '../problems/explained.js';
import { type OptOutRequest, OptOuts, optOutSchema } from './opt-outs.js';

@ApiTags('opt-outs')
@Controller('v1/opt-outs')
export class OptOutsController {
  constructor(private readonly optOuts: OptOuts) {}

  @Post()
  @HttpCode(204)
  @Scoped('opt-outs:write')
  @Explained({
    operationId: 'reportOptOut',
    summary: 'Stop messages to an address that answered STOP',
    description:
      'Takes effect before the next send, for advertising and service messages alike, and outlives the data: only a keyed hash of the address is kept.',
  })
  @ApiResponse({ status: 204, description: 'Nothing is sent to this address any more' })
  stop(@Body({ schema: optOutSchema }) request: OptOutRequest): Promise<void> {
    return this.optOuts.stop(request);
  }
}
