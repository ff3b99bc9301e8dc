import type { FastifyReply } from 'fastify';
import type { ComponentChildren } from 'preact';
import type { Language } from '../domain/wording.js';
import type { Accounts } from './account.js';
import { languageIn, otherThan, sendHtml } from './html.js';
import { document, type Operator } from './layout.js';
import { NoticePage } from './opt-out-page.js';
import { WORDS } from './words.js';

/** What stands on a page: its title, its content, and its address behind the language. */
export interface OpenPage {
  readonly title: string;
  readonly path: string;
  readonly content: ComponentChildren;
  readonly status?: number;
}

/** Answers with pages for everybody that are there under one address in each language; whoever has signed in gets back from there, and can sign out. */
export class OpenPages {
  constructor(
    private readonly operator: Operator,
    private readonly accounts: Accounts,
  ) {}

  /** The page in the language that the address names; a friendly 404 where the address names none, or there is no page. */
  async answer(
    reply: FastifyReply,
    spoken: string,
    page: (language: Language, operator: Operator) => OpenPage | undefined,
  ): Promise<void> {
    const language = languageIn(spoken);
    const made = language && page(language, this.operator);
    if (!language || !made) return this.notFound(reply, spoken);
    const { title, path, content, status = 200 } = made;
    const other = otherThan(language);
    const otherLanguage = { language: other, href: `/${other}/${path}` };
    const frame = { ...(await this.frame(reply, language, title)), otherLanguage };
    sendHtml(reply, { status, html: document(frame, content) });
  }

  /** Says that there is no such page, in the language that the address names, or else in German. */
  async notFound(reply: FastifyReply, spoken: string): Promise<void> {
    const language = languageIn(spoken) ?? 'de';
    const words = WORDS[language].noPage;
    const frame = await this.frame(reply, language, words.title);
    sendHtml(reply, { status: 404, html: document(frame, <NoticePage {...words} />) });
  }

  private async frame(reply: FastifyReply, language: Language, title: string) {
    const account = await this.accounts.of(reply.request, reply, language);
    return { language, title, operator: this.operator, account };
  }
}
