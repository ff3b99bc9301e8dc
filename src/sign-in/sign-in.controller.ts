import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Scoped } from '../auth/scopes.js';
import { LANGUAGES } from '../domain/wording.js';
import { Accounts, isSignedIn } from '../pages/account.js';
import { sendHtml } from '../pages/html.js';
import { languageFor } from '../pages/language.js';
import { NoticePages } from '../pages/notice-pages.js';
import { redirect } from '../pages/redirect.js';
import { wayToHelp } from '../pages/ways.js';
import { WORDS } from '../pages/words.js';
import { isOwnForm } from './customer.guard.js';
import { ForeignAddressError, ForgedFormError, SignInFailedError, signInAddress } from './door-errors.js';
import { ownPath } from './own-path.js';
import { SignIn } from './sign-in.js';
import { SignInError } from './sign-in-error.js';
import { SignInMetrics } from './sign-in-metrics.js';
import { SIGN_IN_WORDS } from './words.js';

const Spoken = z.enum(LANGUAGES);
const SignOutForm = z.object({ language: Spoken });

/** The way to the issuer and back. */
@ApiExcludeController()
@Scoped('none')
@Controller()
export class SignInController {
  constructor(
    private readonly signIn: SignIn,
    private readonly metrics: SignInMetrics,
    private readonly notices: NoticePages,
    private readonly accounts: Accounts,
  ) {}

  @Get('sign-in')
  @RouteConfig({ rateLimit: {} })
  async begin(
    @Query('to') asked: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const to = asked === undefined ? home(request) : ownPath(asked);
    if (to === undefined) {
      this.metrics.countTurnedAway('foreign-address');
      throw new ForeignAddressError();
    }
    if (request.session.customer !== undefined) return redirect(reply, to);
    redirect(reply, await this.signIn.begin(request, to).catch((error: unknown) => failed(error, to)));
  }

  @Get('sign-in/answer')
  @RouteConfig({ rateLimit: {} })
  async answer(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    redirect(reply, await this.signIn.finish(request).catch((error: unknown) => failed(error)));
  }

  @Post('sign-out')
  async leave(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const language = SignOutForm.safeParse(body).data?.language ?? languageFor(request);
    if (!isSignedIn(request)) return redirect(reply, `/signed-out?state=${language}`);
    if (!isOwnForm(request)) {
      this.metrics.countTurnedAway('forged-form');
      throw new ForgedFormError();
    }
    redirect(reply, await this.signIn.leave(request, reply, language));
  }

  @Get('signed-out')
  async left(
    @Query('state') state: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const language = Spoken.safeParse(state).data ?? languageFor(request);
    const account = await this.accounts.of(request, reply, language);
    if (account)
      return sendHtml(reply, this.notices.page(language, 200, SIGN_IN_WORDS[language].notSignedOut, account));
    const signIn = { href: signInAddress(`/${language}/my`), text: WORDS[language].ways.signIn };
    const notice = { ...SIGN_IN_WORDS[language].signedOut, ways: [signIn, wayToHelp(language)] };
    sendHtml(reply, this.notices.page(language, 200, notice));
  }
}

function home(request: FastifyRequest): string {
  return `/${languageFor(request)}/my`;
}

function failed(error: unknown, to?: string): never {
  throw error instanceof SignInError ? new SignInFailedError(error.failure, to) : error;
}
