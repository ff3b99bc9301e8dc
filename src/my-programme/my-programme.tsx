import { Injectable } from '@nestjs/common';
import type { Published } from '../../prisma/programmes.js';
import { isOpen } from '../domain/phase.js';
import type { Html } from '../pages/html.js';
import { NoticePage } from '../pages/opt-out-page.js';
import { hasAccepted } from './registering/acceptances.js';
import type { Unsent } from './appeals/appeal-form.js';
import { type Appealing, appealIn, writtenIn } from './appeals/appealing.js';
import { draftOf } from './appeals/drafts.js';
import { ExpiredInvitationError, NoSuchPageError } from './entrance/entrance-errors.js';
import { isEnding } from './story/life.js';
import { seen, type Sight } from './story/seen.js';
import { StoryPage, storyTitle } from './story/story-list.js';
import { writtenAt } from './written.js';
import { appealAgainst } from './appeals/loss.js';
import { MyPage } from './my-page.js';
import type { MyPages } from './my-pages.js';
import { type Other, othersOf } from './entrance/others.js';
import { isExpired, type Participant } from './entrance/participant.js';
import { RegisterPage, registerTitle } from './registering/register-page.js';
import type { FormProblem, Registering } from './registering/registering.js';
import { SETTINGS_WORDS } from './settings/settings-words.js';
import { entered } from './reporting/settled.js';
import { standing } from './standing/standing.js';
import type { Visitor } from './entrance/visitor.js';
import { MY_WORDS } from './my-words.js';
import { REGISTER_WORDS } from './registering/register-words.js';

/** What the pages of a participation are made with. */
export interface MyMeans extends Sight {
  readonly registering: Registering;
  readonly appealing: Appealing;
  readonly pages: MyPages;
}

/** Makes the pages of a customer's own participation. */
@Injectable()
export class MyProgramme {
  constructor(private readonly means: MyMeans) {}

  /** The programme that this customer was invited to. Throws PageError (403). */
  programme(visitor: Visitor): Promise<string> {
    return this.means.entrance.programme(visitor);
  }

  /** Where the customer stands, or the form to take part. Throws PageError: 403 uninvited, 410 too late. */
  async show(visitor: Visitor): Promise<Html> {
    const participant = await this.means.entrance.enter(visitor);
    if (participant.endedBecause === 'invitation-expired') throw new ExpiredInvitationError(participant);
    if (participant.phase !== 'invited') return this.mine(visitor);
    if (await isEnding(this.means.database.pool, participant.id)) return this.ending(visitor);
    if (await hasAccepted(this.means.database.pool, participant.id)) return this.waiting(visitor);
    if (isExpired(participant)) throw new ExpiredInvitationError(participant);
    return this.form(visitor, participant, []);
  }

  /** Takes the form; undefined when the customer has registered, or had before. Throws PageError: 403 uninvited, 410 too late. */
  async register(visitor: Visitor, body: unknown): Promise<Html | undefined> {
    const participant = await this.means.entrance.enter(visitor);
    if (participant.phase !== 'invited') return undefined;
    if (await isEnding(this.means.database.pool, participant.id)) return undefined;
    const { registering } = this.means;
    const offer = registering.offer(await this.published(participant), visitor.language);
    const problems = registering.problems(offer, body);
    const known = await hasAccepted(this.means.database.pool, participant.id);
    if (problems.length > 0 && !known) return this.form(visitor, participant, problems);
    if (!known) await registering.register(participant, visitor.customer, offer, visitor.language);
    await entered(this.means.database.pool, participant.id);
    return undefined;
  }

  /** Takes an appeal; answers the page again where there is nothing to be kept. Throws PageError (403). */
  async appeal(visitor: Visitor, body: unknown): Promise<Html | undefined> {
    const participant = await this.means.entrance.enter(visitor);
    const text = appealIn(body);
    if (text === undefined) return this.mine(visitor, { text: writtenIn(body), because: 'missing' });
    await this.means.appealing.appeal(participant, visitor.customer, text);
    delete visitor.request.session.draft;
    return undefined;
  }

  /** An earlier part of what happened; the first stands with the rest. Throws PageError: 403 uninvited, 404 where there is none. */
  async story(visitor: Visitor, part: string): Promise<Html> {
    const { participant, definition, story } = await seen(this.means, visitor);
    const asked = story.earlier.find((each) => String(each.part) === part);
    if (!asked) throw new NoSuchPageError();
    const { language, home } = visitor;
    const written = writtenAt(participant.now.getTime(), language, definition.timeZone);
    const props = { story: asked, home, written };
    return this.means.pages.page(visitor, storyTitle(props), <StoryPage {...props} />, {
      path: `/story/${part}`,
    });
  }

  private async mine(visitor: Visitor, refused?: Unsent): Promise<Html> {
    const { language, account, home } = visitor;
    const { participant, life, definition, terms, state, story } = await seen(this.means, visitor);
    const props = {
      participant,
      definition,
      standing: standing(participant, terms, { ...life, state }),
      story: story.newest,
      others: await this.others(visitor),
      appeal: appealAgainst(life, state, terms),
      unsent: refused ?? unsentOf(visitor, participant),
      ending: life.ending && isOpen(participant.phase),
      language,
      home,
      csrf: account.csrf,
    };
    const status = refused === undefined ? 200 : 400;
    return this.means.pages.page(visitor, MY_WORDS[language].title, <MyPage {...props} />, { status });
  }

  private async form(
    visitor: Visitor,
    participant: Participant,
    problems: readonly FormProblem[],
  ): Promise<Html> {
    const published = await this.published(participant);
    const { language, account } = visitor;
    const { definition } = published;
    const offer = this.means.registering.offer(published, language);
    const others = await this.others(visitor);
    const props = { participant, definition, offer, problems, others, language, csrf: account.csrf };
    const status = problems.length === 0 ? 200 : problems.includes('changed') ? 409 : 400;
    return this.means.pages.page(visitor, registerTitle(definition, language), <RegisterPage {...props} />, {
      status,
    });
  }

  private waiting(visitor: Visitor): Html {
    const { title, text, link } = REGISTER_WORDS[visitor.language].waiting;
    const notice = { title, text, ways: [{ href: visitor.home, text: link }] };
    return this.means.pages.page(visitor, title, <NoticePage {...notice} />);
  }

  private ending(visitor: Visitor): Html {
    const { title } = MY_WORDS[visitor.language];
    const notice = { title, text: SETTINGS_WORDS[visitor.language].ending };
    return this.means.pages.page(visitor, title, <NoticePage {...notice} />);
  }

  private others(visitor: Visitor): Promise<readonly Other[]> {
    return othersOf(this.means.database.pool, this.means.programmes, visitor);
  }

  private published({ code, version }: Participant): Promise<Published> {
    return this.means.programmes.version(code, version, this.means.database.pool);
  }
}

function unsentOf({ request }: Visitor, { id }: Participant): Unsent | undefined {
  const text = draftOf(request.session, id);
  return text === undefined ? undefined : { text, because: 'signed-out' };
}
