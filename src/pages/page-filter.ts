import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '../domain/wording.js';
import type { Account, Accounts } from './account.js';
import type { Failures } from './failures.js';
import { sendHtml } from './html.js';
import { languageFor } from './language.js';
import type { NoticePages } from './notice-pages.js';
import { redirect } from './redirect.js';

/** Answers every error of a page with a page. */
@Catch()
export class PageFilter implements ExceptionFilter {
  constructor(
    private readonly notices: NoticePages,
    private readonly failures: Failures,
    private readonly accounts: Accounts,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    void this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** Never rejects: nobody would hear of it. */
  async answer(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const language = languageFor(request);
    const told = this.failures.pageErrorOf(error);
    // What failed may be the session itself, and this page must not fail with it: nothing of such a request is remembered.
    if (told !== error && told.status >= 500) Object.assign(request, { session: null });
    if (told.redirect !== undefined) return redirect(reply, told.redirect);
    const account = await this.accountOf(request, reply, language);
    sendHtml(reply, this.notices.page(language, told.status, told.notice[language], account));
  }

  /** Without it, should that fail as well: the page is still to be had. */
  private async accountOf(
    request: FastifyRequest,
    reply: FastifyReply,
    language: Language,
  ): Promise<Account | undefined> {
    try {
      return await this.accounts.of(request, reply, language);
    } catch (error) {
      this.failures.pageErrorOf(error);
      return undefined;
    }
  }
}
