import { Controller, Get, Param, Query, Res, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Scoped } from '../auth/scopes.js';
import type { Language } from '../domain/wording.js';
import { languageIn } from '../pages/html.js';
import { OpenPages } from '../pages/open-pages.js';
import { Places } from '../places/places.js';
import { OpeningIsVisit } from '../places/visits.js';
import { ArticlePage } from './article-page.js';
import { Help, LONGEST_QUERY } from './help.js';
import { HelpPage, type Searched } from './help-page.js';
import { HELP_WORDS } from './words.js';

/** The help, for everybody. */
@ApiExcludeController()
@Scoped('none')
@UseInterceptors(OpeningIsVisit)
@Controller()
export class HelpController {
  constructor(
    private readonly help: Help,
    private readonly places: Places,
    private readonly pages: OpenPages,
  ) {}

  @Get(':language/help')
  async list(
    @Param('language') address: string,
    @Query('q') asked: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const spoken = languageIn(address);
    if (!spoken) return this.pages.notFound(reply, address);
    const searched = await this.searched(spoken, asked);
    const all = await this.help.list(spoken);
    return this.pages.answer(reply, address, (language, operator) => ({
      title: HELP_WORDS[language].title,
      path: 'help',
      status: searched && !searched.found ? 400 : 200,
      content: <HelpPage {...(searched && { searched })} all={all} ask={this.ask(language, operator.name)} />,
    }));
  }

  @Get(':language/help/:article')
  async article(
    @Param('language') address: string,
    @Param('article') slug: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const spoken = languageIn(address);
    const article = spoken && (await this.help.article(spoken, slug));
    if (!article) return this.pages.notFound(reply, address);
    return this.pages.answer(reply, address, (language, operator) => ({
      title: article.title,
      path: `help/${article.slug}`,
      content: <ArticlePage article={article} ask={this.ask(language, operator.name)} />,
    }));
  }

  private ask(language: Language, operator: string) {
    return { language, operator, places: this.places.tiles };
  }

  /** Nothing for a page that was asked for without a search, or with an empty one. */
  private async searched(language: Language, asked: unknown): Promise<Searched | undefined> {
    const query = typeof asked === 'string' ? asked.trim() : '';
    if (query === '') return undefined;
    if (query.length > LONGEST_QUERY) return { query, found: undefined };
    return { query, found: await this.help.search(language, query) };
  }
}
