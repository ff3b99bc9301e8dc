import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Scoped } from '../auth/scopes.js';
import { OpenPages } from '../pages/open-pages.js';
import { redirect } from '../pages/redirect.js';
import { accessibilityStatement, type Provider } from './accessibility.js';
import { privacyNotice } from './notice.js';
import { NoticeText } from './notice-page.js';
import type { Notice, Responsible } from './texts.js';

/** What the legal pages say, and where the operator's own stand for them. */
export class Legal {
  constructor(
    readonly installation: Responsible & Provider & { readonly accessibilityUrl?: string | undefined },
  ) {}
}

/** Privacy notice and accessibility statement, the product's or the way to the operator's own. */
@ApiExcludeController()
@Scoped('none')
@Controller()
export class LegalController {
  constructor(
    private readonly legal: Legal,
    private readonly pages: OpenPages,
  ) {}

  @Get(':language/privacy')
  async privacy(@Param('language') language: string, @Res() reply: FastifyReply): Promise<void> {
    const { installation } = this.legal;
    const { privacyUrl, privacyContact: contact } = installation;
    if (privacyUrl) return redirect(reply, privacyUrl);
    return this.show(reply, language, 'privacy', contact, (spoken) => privacyNotice(installation, spoken));
  }

  @Get(':language/accessibility')
  async accessibility(@Param('language') language: string, @Res() reply: FastifyReply): Promise<void> {
    const { installation } = this.legal;
    const { accessibilityUrl, accessibilityContact: contact } = installation;
    if (accessibilityUrl) return redirect(reply, accessibilityUrl);
    return this.show(reply, language, 'accessibility', contact, (spoken) =>
      accessibilityStatement(installation, spoken),
    );
  }

  private show(
    reply: FastifyReply,
    address: string,
    path: string,
    contact: string,
    notice: (language: 'de' | 'en') => Notice,
  ): Promise<void> {
    return this.pages.answer(reply, address, (language) => {
      const { title, sections } = notice(language);
      return { title, path, content: <NoticeText title={title} sections={sections} contact={contact} /> };
    });
  }
}
