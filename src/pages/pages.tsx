import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readInvitationToken } from '../../prisma/invitation-links.js';
import type { Database } from '../database/database.js';
import { codeSchema } from '../domain/schema.js';
import type { Language } from '../domain/wording.js';
import type { OptOuts } from '../opt-outs/opt-outs.js';
import type { PublishedProgrammes } from '../programmes/published.js';
import type { Account, Accounts } from './account.js';
import { type Html, languageIn, otherThan } from './html.js';
import { languageFor } from './language.js';
import { document, type Operator } from './layout.js';
import { NoticePage, OptOutPage } from './opt-out-page.js';
import type { Notice } from './page-error.js';
import { ProgrammePage, programmeTitle } from './programme-page.js';
import { homeOf, wayToSignInHelp, wayToProgramme } from './ways.js';
import { WORDS } from './words.js';

const Choice = z.object({ scope: z.enum(['advertising', 'all']) });
const Fields = z.record(z.string(), z.string());

/** Who asks, and where the answer goes. */
export interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Makes the pages that customers see. */
export class Pages {
  constructor(
    private readonly database: Database,
    private readonly programmes: PublishedProgrammes,
    private readonly optOuts: OptOuts,
    private readonly operator: Operator,
    private readonly accounts: Accounts,
  ) {}

  /** The programme page for everybody, from the version that is in force; whoever has registered is led to where they stand. */
  async programme(asked: Asked, spoken: string, code: string): Promise<Html> {
    const language = languageIn(spoken);
    const known = codeSchema.safeParse(code).success;
    const published = language && known && (await this.programmes.latest(this.database.pool, code));
    if (!language || !published) return this.notFound(asked, language ?? 'de');
    const { definition } = published;
    const account = await this.accounts.of(asked.request, asked.reply, language, code);
    const other = otherThan(language);
    const frame = {
      language,
      title: programmeTitle(definition, language),
      operator: this.operator,
      account,
      otherLanguage: { language: other, href: `/${other}/programmes/${encodeURIComponent(code)}` },
    };
    const props = { definition, language, registered: account && hasRegistered(account, language, code) };
    return { status: 200, html: document(frame, <ProgrammePage {...props} />) };
  }

  /** Where an invitation's link leads, whoever has registered or not, as a finder is to learn nothing; or why it leads nowhere. */
  async invitation(
    asked: Asked,
    token: string,
  ): Promise<Html | { readonly redirect: string; readonly participation: string }> {
    const invited = await readInvitationToken(this.database.pool, token);
    if (!invited) return this.notFound(asked, languageFor(asked.request));
    const { language, expired, programme, participation } = invited;
    const about = wayToProgramme(language, programme);
    if (!expired) return { redirect: about.href, participation };
    const ways = [wayToSignInHelp(language), about];
    return this.notice(asked, language, 410, { ...WORDS[language].expired, ways });
  }

  /** The form; `wrong`: it was sent without a choice. */
  async optOut(asked: Asked, token: string, wrong = false): Promise<Html> {
    const language = languageFor(asked.request);
    const link = this.optOuts.linked(token);
    if (!link) return this.notFound(asked, language);
    const { title } = WORDS[language].optOut;
    const account = await this.accounts.of(asked.request, asked.reply, language);
    const other = otherThan(language);
    const otherLanguage = { language: other, href: `/${other}/o/${token}` };
    const frame = { language, title, wrong, operator: this.operator, account, otherLanguage };
    const props = { channel: link.channel, language, wrong };
    return { status: wrong ? 400 : 200, html: document(frame, <OptOutPage {...props} />) };
  }

  /** The form's choice, or what a mail program's button stops. */
  async takeOptOut(asked: Asked, token: string, body: unknown): Promise<Html> {
    const language = languageFor(asked.request);
    const link = this.optOuts.linked(token);
    if (!link) return this.notFound(asked, language);
    const chosen = isOneClick(body) ? link.oneClick : Choice.safeParse(body).data?.scope;
    if (!chosen) return this.optOut(asked, token, true);
    await this.optOuts.take(link, chosen);
    const { done: title, doneText: text } = WORDS[language].optOut;
    return this.notice(asked, language, 200, { title, text });
  }

  private notFound(asked: Asked, language: Language): Promise<Html> {
    const ways = [wayToSignInHelp(language)];
    return this.notice(asked, language, 404, { ...WORDS[language].notFound, ways });
  }

  private async notice(
    { request, reply }: Asked,
    language: Language,
    status: number,
    notice: Notice,
  ): Promise<Html> {
    const account = await this.accounts.of(request, reply, language);
    const frame = { language, title: notice.title, operator: this.operator, account };
    return { status, html: document(frame, <NoticePage {...notice} />) };
  }
}

/** Whether this is what a mail program's own button sends (RFC 8058), in whatever case and with whatever line end. */
function isOneClick(body: unknown): boolean {
  const said = Object.entries(Fields.safeParse(body).data ?? {}).map((field) =>
    field.map((each) => each.trim()),
  );
  return said.some(
    ([name, value]) => /^list-unsubscribe$/i.test(name ?? '') && /^one-click$/i.test(value ?? ''),
  );
}

/** In this very programme; of others its page says nothing. */
function hasRegistered(account: Account, language: Language, code: string): boolean {
  return account.registered === true && account.home === homeOf(language, code);
}
