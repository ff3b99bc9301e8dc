import type { Logger } from 'pino';
import { isOutage } from '../database/outage.js';
import type { Language } from '../domain/wording.js';
import { statusOf } from '../problems/filter.js';
import { type Notice, PageError } from './page-error.js';
import { WORDS } from './words.js';

/** Tells what an error comes to on a page; what nobody foresaw is logged and answered without its text. */
export class Failures {
  constructor(private readonly log: Logger) {}

  pageErrorOf(error: unknown): PageError {
    if (error instanceof PageError) return error;
    const refused = statusOf(error);
    if (refused !== undefined && refused < 500) return new PageError(refused, refusal(refused));
    if (isOutage(error)) this.log.warn({ err: error }, 'PostgreSQL does not answer');
    else this.log.error({ err: error }, 'a page failed');
    return new PageError(isOutage(error) ? 503 : 500, { de: WORDS.de.failed, en: WORDS.en.failed });
  }
}

/** What Nest and Fastify refuse by themselves. */
function refusal(status: number): Readonly<Record<Language, Notice>> {
  if (status === 404) return { de: WORDS.de.noPage, en: WORDS.en.noPage };
  if (status === 413) return { de: WORDS.de.tooMuch, en: WORDS.en.tooMuch };
  return { de: WORDS.de.unreadable, en: WORDS.en.unreadable };
}
