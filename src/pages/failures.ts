import { HttpException } from '@nestjs/common';
import type { Logger } from 'pino';
import { isOutage } from '../database/outage.js';
import { PageError } from './page-error.js';
import { WORDS } from './words.js';

/** Tells what an error comes to on a page; what nobody foresaw is logged and answered without its text. */
export class Failures {
  constructor(private readonly log: Logger) {}

  pageErrorOf(error: unknown): PageError {
    if (error instanceof PageError) return error;
    if (error instanceof HttpException && error.getStatus() < 500)
      return new PageError(error.getStatus(), { de: WORDS.de.notFound, en: WORDS.en.notFound });
    if (isOutage(error)) this.log.warn({ err: error }, 'PostgreSQL does not answer');
    else this.log.error({ err: error }, 'a page failed');
    return new PageError(isOutage(error) ? 503 : 500, { de: WORDS.de.failed, en: WORDS.en.failed });
  }
}
