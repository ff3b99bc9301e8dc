import { z } from 'zod';
import { readInvitationToken } from '../../prisma/invitation-links.js';
import type { Database } from '../database/database.js';
import { codeSchema } from '../domain/schema.js';
import { type Language, LANGUAGES } from '../domain/wording.js';
import type { OptOuts } from '../opt-outs/opt-outs.js';
import type { PublishedProgrammes } from '../programmes/published.js';
import type { Html } from './html.js';
import { languageOf } from './language.js';
import { document, type Operator } from './layout.js';
import { NoticePage, OptOutPage } from './opt-out-page.js';
import type { Notice } from './page-error.js';
import { ProgrammePage, programmeTitle } from './programme-page.js';
import { wayToHelp, wayToProgramme } from './ways.js';
import { WORDS } from './words.js';

const Choice = z.object({ scope: z.enum(['advertising', 'all']) });
/** What a mail program's own button sends (RFC 8058). */
const OneClick = z.object({ 'List-Unsubscribe': z.literal('One-Click') });

/** Makes the pages that customers see. */
export class Pages {
  constructor(
    private readonly database: Database,
    private readonly programmes: PublishedProgrammes,
    private readonly optOuts: OptOuts,
    private readonly operator: Operator,
  ) {}

  /** The programme page for everybody, from the version that is in force. */
  async programme(spoken: string, code: string): Promise<Html> {
    const language = LANGUAGES.find((each) => each === spoken);
    const known = codeSchema.safeParse(code).success;
    const published = language && known && (await this.programmes.latest(this.database.pool, code));
    if (!language || !published) return this.notFound(language ?? 'de');
    const { definition } = published;
    const other = language === 'de' ? 'en' : 'de';
    const frame = {
      language,
      title: programmeTitle(definition, language),
      operator: this.operator,
      otherLanguage: { language: other, href: `/${other}/programmes/${encodeURIComponent(code)}` },
    } as const;
    return {
      status: 200,
      html: document(frame, <ProgrammePage definition={definition} language={language} />),
    };
  }

  /** Where an invitation's link leads, or why it leads nowhere. */
  async invitation(
    token: string,
    accepts: string | undefined,
  ): Promise<Html | { readonly redirect: string; readonly participation: string }> {
    const invited = await readInvitationToken(this.database.pool, token);
    if (!invited) return this.notFound(languageOf(accepts));
    const { language, expired, programme, participation, registered } = invited;
    if (expired) {
      const ways = [wayToHelp(language), wayToProgramme(language, programme)];
      return this.notice(language, 410, { ...WORDS[language].expired, ways });
    }
    // messages to whoever takes part speak of where they stand
    const place = registered ? 'my' : 'programmes';
    return { redirect: `/${language}/${place}/${encodeURIComponent(programme)}`, participation };
  }

  optOut(token: string, accepts: unknown): Html {
    const language = languageOf(accepts);
    const link = this.optOuts.linked(token);
    if (!link) return this.notFound(language);
    const frame = { language, title: WORDS[language].optOut.title, operator: this.operator };
    return { status: 200, html: document(frame, <OptOutPage channel={link.channel} language={language} />) };
  }

  /** The form's choice, or what a mail program's button stops. */
  async takeOptOut(token: string, accepts: string | undefined, body: unknown): Promise<Html> {
    const language = languageOf(accepts);
    const link = this.optOuts.linked(token);
    if (!link) return this.notFound(language);
    const chosen = OneClick.safeParse(body).success ? link.oneClick : Choice.safeParse(body).data?.scope;
    if (!chosen) return { ...this.optOut(token, accepts), status: 400 };
    await this.optOuts.take(link, chosen);
    const { done: title, doneText: text } = WORDS[language].optOut;
    return this.notice(language, 200, { title, text });
  }

  private notFound(language: Language): Html {
    return this.notice(language, 404, { ...WORDS[language].notFound, ways: [wayToHelp(language)] });
  }

  private notice(language: Language, status: number, notice: Notice): Html {
    const frame = { language, title: notice.title, operator: this.operator };
    return { status, html: document(frame, <NoticePage {...notice} />) };
  }
}
