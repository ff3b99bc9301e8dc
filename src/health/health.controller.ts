import { Controller, Get, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Scoped } from '../auth/scopes.js';
import { Explained } from '../problems/explained.js';
import { HealthChecks } from './health-checks.js';
import type { Readiness } from './health.js';

@ApiTags('operations')
@Scoped('none')
@Controller('health')
export class HealthController {
  constructor(private readonly checks: HealthChecks) {}

  @Get('live')
  @Explained({ operationId: 'getLiveness', summary: 'Tell whether the process lives' })
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  @Get('ready')
  @Explained({ operationId: 'getReadiness', summary: 'Tell whether it can serve' })
  @ApiResponse({ status: 200, description: 'Everything that it needs answers' })
  @ApiResponse({ status: 503, description: '`checks` names what does not answer' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const readiness = await this.checks.run();
    void reply.status(readiness.status === 'ready' ? 200 : 503);
    return readiness;
  }
}
