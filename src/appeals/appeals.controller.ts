import { Controller, Get, Param } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { Scoped } from '../auth/scopes.js';
import { Explained } from '../problems/explained.js';
import { type AppealList, Appeals, appealsSchema } from './appeals.js';

@ApiTags('participations')
@Controller('v1/participations/:id/appeals')
export class AppealsController {
  constructor(private readonly appeals: Appeals) {}

  @Get()
  @Scoped('participations:read')
  @Explained({
    summary: 'Read what a customer says against a loss',
    description: 'The first appeal first; one without `answeredAt` waits for a decision.',
    problems: { 404: ['participation-unknown'] },
  })
  @ApiResponse({ status: 200, standardSchema: appealsSchema })
  list(@Param('id') id: string): Promise<AppealList> {
    return this.appeals.of(id);
  }
}
