import { Readable } from 'node:stream';
import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  Req,
  Res,
  StreamableFile,
} from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
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
  wavesQuery,
  type WavesQuery,
  wavesSchema,
  type WaveSummary,
  type WaveView,
} from './wave.js';
import { WaveReport } from './wave-report.js';
import { WaveSteering } from './wave-steering.js';
import { Waves } from './waves.js';

@ApiTags('waves')
@Controller('v1/waves')
export class WavesController {
  constructor(
    private readonly waves: Waves,
    private readonly steering: WaveSteering,
    private readonly reports: WaveReport,
  ) {}

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

  @Get()
  @Scoped('waves:read')
  @ApiResponse({ status: 200, standardSchema: wavesSchema })
  list(@Query({ schema: wavesQuery }) query: WavesQuery): Promise<Page<WaveSummary>> {
    return this.waves.list(query);
  }

  @Get(':id')
  @Scoped('waves:read')
  @ApiResponse({ status: 200, standardSchema: waveSchema })
  get(@Param('id') id: string): Promise<WaveView> {
    return this.waves.get(id);
  }

  /** The report: pages of JSON, or with `Accept: text/csv` the whole of it as a file. */
  @Get(':id/report')
  @Scoped('waves:read')
  @ApiProduces('application/json', 'text/csv')
  @ApiResponse({ status: 200, standardSchema: reportSchema })
  async report(
    @Param('id') id: string,
    @Query({ schema: reportQuery }) query: ReportQuery,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<ReportRow> | StreamableFile> {
    if (!accept?.toLowerCase().includes('text/csv')) return this.reports.page(id, query);
    const file = await this.reports.csv(id, query);
    void reply.header('content-disposition', `attachment; filename="wave-${id}.csv"`);
    return new StreamableFile(file, { type: 'text/csv; charset=utf-8' });
  }

  /** Begins to invite, and writes to everybody as fast as the send rates allow. */
  @Post(':id/send')
  @HttpCode(202)
  @Scoped('waves:write')
  @ApiResponse({ status: 202, standardSchema: waveSchema })
  send(@Param('id') id: string): Promise<WaveView> {
    return this.steering.take('send', id);
  }

  /** Invites nobody more until it is resumed; what is on its way, two hundred at most, still leaves. */
  @Post(':id/pause')
  @HttpCode(202)
  @Scoped('waves:write')
  @ApiResponse({ status: 202, standardSchema: waveSchema })
  pause(@Param('id') id: string): Promise<WaveView> {
    return this.steering.take('pause', id);
  }

  @Post(':id/resume')
  @HttpCode(202)
  @Scoped('waves:write')
  @ApiResponse({ status: 202, standardSchema: waveSchema })
  resume(@Param('id') id: string): Promise<WaveView> {
    return this.steering.take('resume', id);
  }

  /** For ever. A wave that was never begun gives its customers back, but for those whom another wave has, too. */
  @Post(':id/cancel')
  @HttpCode(202)
  @Scoped('waves:write')
  @ApiResponse({ status: 202, standardSchema: waveSchema })
  cancel(@Param('id') id: string): Promise<WaveView> {
    return this.steering.take('cancel', id);
  }
}
