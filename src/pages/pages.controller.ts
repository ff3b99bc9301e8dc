import { Body, Controller, Get, Header, Headers, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Scoped } from '../auth/scopes.js';
import { sendHtml } from './html.js';
import { ICON } from './icon.js';
import { Pages } from './pages.js';
import { redirect } from './redirect.js';
import { STYLE } from './style.js';

/** What customers see: HTML, for everybody who has the address. */
@ApiExcludeController()
@Scoped('none')
@Controller()
export class PagesController {
  constructor(private readonly pages: Pages) {}

  @Get('style.css')
  @Header('content-type', 'text/css; charset=utf-8')
  @Header('cache-control', 'public, max-age=3600')
  style(): string {
    return STYLE;
  }

  /** Also under the name at which browsers look by themselves. */
  @Get(['icon.svg', 'favicon.ico'])
  @Header('content-type', 'image/svg+xml')
  @Header('cache-control', 'public, max-age=86400')
  icon(): string {
    return ICON;
  }

  @Get(':language/programmes/:code')
  async programme(
    @Param('language') language: string,
    @Param('code') code: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendHtml(reply, await this.pages.programme({ request, reply }, language, code));
  }

  /** The link of a message leads to the programme or to where the customer stands, and is remembered; who may go on is decided at signing in. */
  @Get('i/:token')
  async invitation(
    @Param('token') token: string,
    @Headers('accept-language') accepts: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const found = await this.pages.invitation({ request, reply }, token, accepts);
    if (!('redirect' in found)) return sendHtml(reply, found);
    const { session } = request;
    if (session.invitation !== found.participation) session.invitation = found.participation;
    redirect(reply, found.redirect);
  }

  @Get('o/:token')
  async optOut(
    @Param('token') token: string,
    @Headers('accept-language') accepts: string | undefined,
    @Query('language') language: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendHtml(reply, await this.pages.optOut({ request, reply }, token, language ?? accepts));
  }

  @Post('o/:token')
  async takeOptOut(
    @Param('token') token: string,
    @Headers('accept-language') accepts: string | undefined,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendHtml(reply, await this.pages.takeOptOut({ request, reply }, token, accepts, body));
  }
}
