import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { PageFilter } from '../pages/page-filter.js';
import type { ProblemFilter } from '../problems/filter.js';

/** What customers open in a browser, by the first part of the address. */
const PAGES = /^\/(?:de|en|i|o|sign-in|sign-out|signed-out)(?=[/?]|$)/;
/** What the script of a page asks for. */
const OF_SCRIPTS = /^\/(?:de|en)\/video\/played(?:\?|$)/;

/** Whether this request is for a page, whose errors are pages too. */
export function isForPage({ method, url }: Pick<FastifyRequest, 'method' | 'url'>): boolean {
  return ['GET', 'HEAD', 'POST'].includes(method) && PAGES.test(url) && !OF_SCRIPTS.test(url);
}

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
