import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { PageFilter } from '../pages/page-filter.js';
import type { ProblemFilter } from '../problems/filter.js';
import { isForPage } from './page-address.js';

/** Answers every error: of a page with a page, whatever failed and wherever, and all others with a problem. */
@Catch()
export class AnyFilter implements ExceptionFilter {
  constructor(
    private readonly pages: PageFilter,
    private readonly problems: ProblemFilter,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    (isForPage(request) ? this.pages : this.problems).catch(error, host);
  }
}
