import { Readable } from 'node:stream';
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Put, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Scoped } from '../auth/scopes.js';
import type { Answer } from '../idempotency/answer.js';
import { type Call, TheCall } from '../idempotency/call.js';
import type { Page } from '../paging/page.js';
import { Problem } from '../problems/problem.js';
import {
  type NewWave,
  newWaveSchema,
  reportQuery,
  type ReportQuery,
  type ReportRow,
  reportSchema,
  waveSchema,
  type WaveView,
} from './wave.js';
import { Waves } from './waves.js';

@ApiTags('waves')
@Controller('v1/waves')
export class WavesController {
  constructor(private readonly waves: Waves) {}

  @Post()
  @Scoped('waves:write')
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiResponse({ status: 201, standardSchema: waveSchema })
  create(@TheCall() call: Call, @Body({ schema: newWaveSchema }) wave: NewWave): Promise<Answer> {
    return this.waves.create(call, wave);
  }

  /** The list as a stream. The answer is the dry run's: nobody is written to. */
  @Put(':id/list')
  @HttpCode(200)
  @Scoped('waves:write')
  @ApiConsumes('text/csv', 'application/x-ndjson')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiResponse({ status: 200, standardSchema: waveSchema })
  fill(
    @Param('id') id: string,
    @Headers('content-type') type: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<WaveView> {
    const { body } = request;
    const format = type?.split(';', 1)[0]?.trim().toLowerCase();
    if (!(body instanceof Readable) || (format !== 'text/csv' && format !== 'application/x-ndjson'))
      throw new Problem(415, 'unsupported-media-type', 'Send the list as text/csv or application/x-ndjson.');
    return this.waves.fill(id, body, format);
  }

  @Get(':id')
  @Scoped('waves:read')
  @ApiResponse({ status: 200, standardSchema: waveSchema })
  get(@Param('id') id: string): Promise<WaveView> {
    return this.waves.get(id);
  }

  @Get(':id/report')
  @Scoped('waves:read')
  @ApiResponse({ status: 200, standardSchema: reportSchema })
  report(
    @Param('id') id: string,
    @Query({ schema: reportQuery }) query: ReportQuery,
  ): Promise<Page<ReportRow>> {
    return this.waves.report(id, query);
  }
}
