import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { Scoped } from '../auth/scopes.js';
import { type OptOutRequest, OptOuts, optOutSchema } from './opt-outs.js';

@ApiTags('opt-outs')
@Controller('v1/opt-outs')
export class OptOutsController {
  constructor(private readonly optOuts: OptOuts) {}

  /** An SMS centre reports a STOP: nothing is sent to this address any more. */
  @Post()
  @HttpCode(204)
  @Scoped('opt-outs:write')
  @ApiResponse({ status: 204, description: 'Nothing is sent to this address any more' })
  stop(@Body({ schema: optOutSchema }) request: OptOutRequest): Promise<void> {
    return this.optOuts.stop(request);
  }
}
