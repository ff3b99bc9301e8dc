import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Scoped } from '../auth/scopes.js';
import type { Definition } from '../domain/definition.js';
import { codeSchema, definitionSchema } from '../domain/schema.js';
import type { Answer } from '../idempotency/answer.js';
import { type Call, IDEMPOTENCY_KEY, TheCall } from '../idempotency/call.js';
import type { Page } from '../paging/page.js';
import { Explained } from '../problems/explained.js';
import type { ProgrammeView, VersionState } from './programme.js';
import { programmeSchema, programmesSchema, versionNumber, versionStateSchema } from './programme.js';
import { Programmes, programmesQuery } from './programmes.js';

@ApiTags('programmes')
@Controller('v1/programmes')
export class ProgrammesController {
  constructor(private readonly programmes: Programmes) {}

  @Post()
  @Scoped('programmes:write')
  @Explained({
    summary: 'Create a draft of a programme',
    description:
      'A known code gets its next version. The definition is validated as a whole: whatever publishing would refuse is refused here.',
  })
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiResponse({ status: 201, standardSchema: versionStateSchema })
  create(@TheCall() call: Call, @Body({ schema: definitionSchema }) definition: Definition): Promise<Answer> {
    return this.programmes.create(call, definition);
  }

  @Get()
  @Scoped('programmes:read')
  @Explained({ summary: 'List programmes with their versions' })
  @ApiResponse({ status: 200, standardSchema: programmesSchema })
  list(
    @Query({ schema: programmesQuery }) query: z.output<typeof programmesQuery>,
  ): Promise<Page<ProgrammeView>> {
    return this.programmes.list(query);
  }

  @Get(':code')
  @Scoped('programmes:read')
  @Explained({ summary: 'Read a programme with its versions', problems: { 404: ['programme-unknown'] } })
  @ApiResponse({ status: 200, standardSchema: programmeSchema })
  get(@Param('code', { schema: codeSchema }) code: string): Promise<ProgrammeView> {
    return this.programmes.get(code);
  }

  @Post(':code/versions/:version/publish')
  @HttpCode(200)
  @Scoped('programmes:write')
  @Explained({
    summary: 'Publish a version of a programme',
    description:
      'From now on customers are invited to this version, which never changes again. Whoever takes part already keeps theirs.',
    problems: { 404: ['programme-unknown'], 409: ['already-published'] },
  })
  @ApiResponse({ status: 200, standardSchema: versionStateSchema })
  publish(
    @Param('code', { schema: codeSchema }) code: string,
    @Param('version', { schema: versionNumber }) version: number,
  ): Promise<VersionState> {
    return this.programmes.publish(code, version);
  }
}
