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
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiHeader, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Scoped } from '../auth/scopes.js';
import type { Answer } from '../idempotency/answer.js';
import { type Call, IDEMPOTENCY_KEY, TheCall } from '../idempotency/call.js';
import type { Page } from '../paging/page.js';
import { Explained } from '../problems/explained.js';
import { Problem } from '../problems/problem.js';
import { Lists } from './lists.js';
import { FILLING } from './openapi.js';
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
    private readonly lists: Lists,
    private readonly steering: WaveSteering,
    private readonly reports: WaveReport,
  ) {}

  @Post()
  @Scoped('waves:write')
  @Explained({
    summary: 'Create a wave',
    description:
      'One list for one programme, in the version that is the latest published when the list is put; until then it is empty.',
  })
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiResponse({ status: 201, standardSchema: waveSchema })
  create(@TheCall() call: Call, @Body({ schema: newWaveSchema }) wave: NewWave): Promise<Answer> {
    return this.waves.create(call, wave);
  }

  @Put(':id/list')
  @RouteConfig({ comesSlowly: true })
  @HttpCode(200)
  @Scoped('waves:write')
  @Explained(FILLING)
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
    return this.lists.fill(id, body, format);
  }

  @Get()
  @Scoped('waves:read')
  @Explained({ summary: 'List waves, the newest first' })
  @ApiResponse({ status: 200, standardSchema: wavesSchema })
  list(@Query({ schema: wavesQuery }) query: WavesQuery): Promise<Page<WaveSummary>> {
    return this.waves.list(query);
  }

  @Get(':id')
  @Scoped('waves:read')
  @Explained({
    summary: 'Read how a wave stands',
    description:
      'Every row of its list is counted once, and the invitations of those invited by what became of them.',
    problems: { 404: ['wave-unknown'] },
  })
  @ApiResponse({ status: 200, standardSchema: waveSchema })
  get(@Param('id') id: string): Promise<WaveView> {
    return this.waves.get(id);
  }

  @Get(':id/report')
  @Scoped('waves:read')
  @Explained({
    operationId: 'getWaveReport',
    summary: 'Read what becomes of each row',
    description:
      'Pages of JSON, or with `Accept: text/csv` the whole of it as a file (RFC 4180, UTF-8) whose cells no spreadsheet takes for formulas. Row 1 is the first below the heading.',
    problems: { 404: ['wave-unknown'] },
  })
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

  @Post(':id/send')
  @HttpCode(202)
  @Scoped('waves:write')
  @Explained({
    summary: 'Begin to send a wave',
    description:
      'Invites everybody whom the dry run would invite, and writes to them as fast as the send rates allow, in the send window of the programme. Where a newer version of the programme was published since, the list has to be put again.',
    problems: {
      404: ['wave-unknown'],
      409: ['list-missing', 'wrong-state', 'list-coming-in', 'programme-changed'],
    },
  })
  @ApiResponse({ status: 202, standardSchema: waveSchema })
  send(@Param('id') id: string): Promise<WaveView> {
    return this.steering.take('send', id);
  }

  @Post(':id/pause')
  @HttpCode(202)
  @Scoped('waves:write')
  @Explained({
    summary: 'Pause a wave',
    description:
      'Nobody more is invited until it is resumed; what is on its way, two hundred at most, still leaves. A wave pauses itself when more than 5 % of any 200 of its messages in a row have failed, and when a newer version of its programme is published.',
    problems: { 404: ['wave-unknown'], 409: ['list-missing', 'wrong-state', 'list-coming-in'] },
  })
  @ApiResponse({ status: 202, standardSchema: waveSchema })
  pause(@Param('id') id: string): Promise<WaveView> {
    return this.steering.take('pause', id);
  }

  @Post(':id/resume')
  @HttpCode(202)
  @Scoped('waves:write')
  @Explained({
    summary: 'Resume a paused wave',
    description:
      'One that paused itself as a newer version of its programme was published goes on under the latest: whoever is left is judged by it when their turn comes. 409 `programme-unfit` where that version writes no invitations, or by no channel that the list has addresses for.',
    problems: {
      404: ['wave-unknown'],
      409: ['list-missing', 'wrong-state', 'list-coming-in', 'programme-unfit'],
    },
  })
  @ApiResponse({ status: 202, standardSchema: waveSchema })
  resume(@Param('id') id: string): Promise<WaveView> {
    return this.steering.take('resume', id);
  }

  @Post(':id/cancel')
  @HttpCode(202)
  @Scoped('waves:write')
  @Explained({
    summary: 'Cancel a wave',
    description:
      'For ever. Who was invited stays so. A wave that was never sent gives its customers back, those held out included, but for those whom another wave has, too.',
    problems: { 404: ['wave-unknown'], 409: ['wrong-state', 'list-coming-in'] },
  })
  @ApiResponse({ status: 202, standardSchema: waveSchema })
  cancel(@Param('id') id: string): Promise<WaveView> {
    return this.steering.take('cancel', id);
  }
}
