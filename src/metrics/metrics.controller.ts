import { Controller, Get, Header } from '@nestjs/common';
import { Registry } from 'prom-client';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { Scoped } from '../auth/scopes.js';
import { Explained } from '../problems/explained.js';

@ApiTags('operations')
@Scoped('none')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly registry: Registry) {}

  @Get()
  @Explained({ operationId: 'getMetrics', summary: 'Read metrics for Prometheus' })
  @Header('content-type', Registry.PROMETHEUS_CONTENT_TYPE)
  @ApiProduces('text/plain')
  read(): Promise<string> {
    return this.registry.metrics();
  }
}
