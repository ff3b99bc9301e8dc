import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { accountOf } from './account.js';
import type { Failures } from './failures.js';
import { sendHtml } from './html.js';
import { languageFor } from './language.js';
import type { NoticePages } from './notice-pages.js';
import { PageError } from './page-error.js';
import { redirect } from './redirect.js';

/** Answers every error of a page with a page. */
@Catch()
export class PageFilter implements ExceptionFilter {
  constructor(
    private readonly notices: NoticePages,
    private readonly failures: Failures,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    // What failed may be the session itself, and this page must not fail with it: nothing of such a request is remembered.
    if (!(error instanceof PageError)) Object.assign(request, { session: null });
    const language = languageFor(request);
    const told = this.failures.pageErrorOf(error);
    if (told.redirect !== undefined) return redirect(reply, told.redirect);
    const account = accountOf(request, reply);
    sendHtml(reply, this.notices.page(language, told.status, told.notice[language], account));
  }
}
