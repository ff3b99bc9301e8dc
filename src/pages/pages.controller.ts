import { Body, Controller, Get, Header, Param, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Scoped } from '../auth/scopes.js';
import { sendHtml } from './html.js';
import { ICON } from './icon.js';
import { Pages } from './pages.js';
import { redirect } from './redirect.js';
import { STYLE } from './style.js';

/** An SMS is too short for the language. */
const OPT_OUT = [':language/o/:token', 'o/:token'];

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

  /** The link of a message leads to the programme, and is remembered; who may go on is decided at signing in. */
  @Get('i/:token')
  async invitation(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const found = await this.pages.invitation({ request, reply }, token);
    if (!('redirect' in found)) return sendHtml(reply, found);
    const { session } = request;
    if (session.invitation !== found.participation) session.invitation = found.participation;
    redirect(reply, found.redirect);
  }

  /** In the language of the message that carries the link, or of the browser; the form is sent to where it stands. */
  @Get(OPT_OUT)
  async optOut(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendHtml(reply, await this.pages.optOut({ request, reply }, token));
  }

  @Post(OPT_OUT)
  @RouteConfig({ oneClick: true })
  async takeOptOut(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendHtml(reply, await this.pages.takeOptOut({ request, reply }, token, body));
  }
}
