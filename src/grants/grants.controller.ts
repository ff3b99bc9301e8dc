import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { Scoped } from '../auth/scopes.js';
import type { Page } from '../paging/page.js';
import { Explained } from '../problems/explained.js';
import { grantSchema, grantsSchema, type GrantView } from './grant.js';
import { Grants, grantsQuery, type GrantsQuery } from './grants.js';

@ApiTags('grants')
@Controller('v1/grants')
export class GrantsController {
  constructor(private readonly grants: Grants) {}

  @Get()
  @Scoped('grants:read')
  @Explained({ summary: 'List grants in the order of earning' })
  @ApiResponse({ status: 200, standardSchema: grantsSchema })
  list(@Query({ schema: grantsQuery }) query: GrantsQuery): Promise<Page<GrantView>> {
    return this.grants.list(query);
  }

  @Post(':id/retry')
  @HttpCode(202)
  @Scoped('grants:write')
  @Explained({
    summary: 'Try a failed grant again',
    description: 'The charging system is asked once more; a grant that is pending is left to go on.',
    problems: { 404: ['grant-unknown'], 409: ['already-credited', 'erased'] },
  })
  @ApiResponse({ status: 202, standardSchema: grantSchema })
  retry(@Param('id') id: string): Promise<GrantView> {
    return this.grants.retry(id);
  }
}
