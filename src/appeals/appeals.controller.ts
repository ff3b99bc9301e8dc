import { Controller, Get, Param } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { Scoped } from '../auth/scopes.js';
import { type AppealList, Appeals, appealsSchema } from './appeals.js';

@ApiTags('participations')
@Controller('v1/participations/:id/appeals')
export class AppealsController {
  constructor(private readonly appeals: Appeals) {}

  @Get()
  @Scoped('participations:read')
  @ApiResponse({ status: 200, standardSchema: appealsSchema })
  list(@Param('id') id: string): Promise<AppealList> {
    return this.appeals.of(id);
  }
}
