import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { PageFilter } from '../pages/page-filter.js';
import type { ProblemFilter } from '../problems/filter.js';
import type { Face } from './faces.js';
import { isForPage, isReading } from './page-address.js';

/** Answers every error: of a page with a page, whatever failed and wherever, and all others with a problem. */
@Catch()
export class AnyFilter implements ExceptionFilter {
  constructor(
    private readonly faces: readonly Face[],
    private readonly problems: ProblemFilter,
    /** Absent where no pages are shown. */
    private readonly pages?: PageFilter,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const filter = isAnsweredByPage(this.faces, request) ? (this.pages ?? this.problems) : this.problems;
    filter.catch(error, host);
  }
}

/** Whether what fails is told on a page. Where nothing but pages is shown, whoever is lost looks for one. */
export function isAnsweredByPage(faces: readonly Face[], request: FastifyRequest): boolean {
  if (!faces.includes('pages')) return false;
  return isForPage(request) || (faces.length === 1 && request.is404 && isReading(request));
}
