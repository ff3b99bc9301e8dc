import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Database } from '../../database/database.js';
import { isOpen } from '../../domain/phase.js';
import { LANGUAGES } from '../../domain/wording.js';
import type { Html } from '../../pages/html.js';
import type { PublishedProgrammes } from '../../programmes/published.js';
import { acceptanceOf } from '../registering/acceptances.js';
import type { ChannelChoices } from './channel-choices.js';
import type { Entrance } from '../entrance/entrance.js';
import type { Leaving, Stop } from './leaving.js';
import type { MyPages } from '../my-pages.js';
import { ended } from '../reporting/settled.js';
import { SettingsPage, StopPage, withdrawText } from './settings-page.js';
import { type Saved, SETTINGS_WORDS } from './settings-words.js';
import type { Visitor } from '../entrance/visitor.js';

/** What the settings are made with. */
export interface SettingsMeans {
  readonly database: Database;
  readonly programmes: PublishedProgrammes;
  readonly entrance: Entrance;
  readonly channels: ChannelChoices;
  readonly leaving: Leaving;
  readonly pages: MyPages;
}

const ChosenLanguage = z.object({ language: z.enum(LANGUAGES) });

/** What a customer can change: messages, language, and whether to take part at all. */
@Injectable()
export class Settings {
  constructor(private readonly means: SettingsMeans) {}

  /** Throws PageError (403), as everything here does. */
  async show(visitor: Visitor, saved: Saved | undefined): Promise<Html> {
    const { entrance, programmes, channels, pages, database } = this.means;
    const participant = await entrance.enter(visitor);
    const { definition } = await programmes.version(participant.code, participant.version, database.pool);
    const { language, home, account } = visitor;
    const props = {
      participant,
      channels: await channels.of(participant.id),
      given: await acceptanceOf(database.pool, participant.id),
      isOpen: isOpen(participant.phase),
      saved,
      timeZone: definition.timeZone,
      language,
      home,
      csrf: account.csrf,
    };
    return pages.page(visitor, SETTINGS_WORDS[language].title, <SettingsPage {...props} />, {
      path: '/settings',
    });
  }

  /** Takes whichever of the page's forms was sent. */
  async save(visitor: Visitor, body: unknown): Promise<void> {
    const { id } = await this.means.entrance.enter(visitor);
    await this.means.channels.choose(id, body);
    const chosen = ChosenLanguage.safeParse(body).data;
    if (chosen)
      await this.means.database.pool.query(
        'update participation set language = $3 where id = $1 and customer_id = $2',
        [id, visitor.customer, chosen.language],
      );
  }

  /** Asks before something ends for good. */
  async ask(visitor: Visitor, stop: Stop): Promise<Html> {
    const { phase } = await this.means.entrance.enter(visitor);
    const { language, home, account } = visitor;
    const words = SETTINGS_WORDS[language];
    const text = stop === 'withdraw' ? withdrawText(words, isOpen(phase)) : words.leave.text;
    const content = <StopPage stop={stop} text={text} language={language} home={home} csrf={account.csrf} />;
    return this.means.pages.page(visitor, SETTINGS_WORDS[language][stop].title, content, {
      path: `/${stop}`,
    });
  }

  /** Ends the participation, or withdraws the consent after its end; resolves when it has ended, or after a while, with where that shows. */
  async stop(visitor: Visitor, stop: Stop): Promise<string> {
    const participant = await this.means.entrance.enter(visitor);
    const wasOpen = await this.means.leaving.stop(participant, visitor.customer, stop);
    if (stop === 'withdraw' && !wasOpen) return `${visitor.home}/settings?saved=withdrawn`;
    await ended(this.means.database.pool, participant.id);
    return visitor.home;
  }
}
