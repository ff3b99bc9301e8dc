import { Controller, Get, Param, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Scoped } from '../auth/scopes.js';
import { languageIn } from '../pages/html.js';
import { OpenPages } from '../pages/open-pages.js';
import { redirect } from '../pages/redirect.js';
import { AppPage } from './app-page.js';
import { Places } from './places.js';
import { SelfServicePage } from './self-service-page.js';
import { OpeningIsVisit } from './visits.js';
import { PLACE_WORDS } from './words.js';

/** The ways to the operator's own pages. */
@ApiExcludeController()
@Scoped('none')
@Controller()
export class PlacesController {
  constructor(
    private readonly places: Places,
    private readonly pages: OpenPages,
  ) {}

  @Get(':language/self-service')
  @UseInterceptors(OpeningIsVisit)
  selfService(@Param('language') address: string, @Res() reply: FastifyReply): Promise<void> {
    return this.pages.answer(reply, address, (language, operator) => ({
      title: PLACE_WORDS[language].title,
      path: 'self-service',
      content: <SelfServicePage places={this.places.tiles} language={language} operator={operator.name} />,
    }));
  }

  @Get(':language/app')
  @UseInterceptors(OpeningIsVisit)
  app(@Param('language') address: string, @Res() reply: FastifyReply): Promise<void> {
    return this.pages.answer(reply, address, (language, operator) => ({
      title: PLACE_WORDS[language].app.title,
      path: 'app',
      content: <AppPage stores={this.places.stores} language={language} operator={operator.name} />,
    }));
  }

  @Get(':language/go/:place')
  async go(
    @Param('language') language: string,
    @Param('place') place: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const address = languageIn(language) && (await this.places.follow(place, request));
    if (address === undefined) return this.pages.notFound(reply, language);
    redirect(reply, address);
  }
}
