import { Controller, Get, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Scoped } from '../auth/scopes.js';
import { HealthChecks } from './health-checks.js';
import type { Readiness } from './health.js';

@ApiTags('operations')
@Scoped('none')
@Controller('health')
export class HealthController {
  constructor(private readonly checks: HealthChecks) {}

  @Get('live')
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const readiness = await this.checks.run();
    void reply.status(readiness.status === 'ready' ? 200 : 503);
    return readiness;
  }
}
