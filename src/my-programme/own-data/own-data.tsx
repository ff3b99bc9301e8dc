import { Readable } from 'node:stream';
import type { Erasures } from '../../customers/erasures.js';
import type { Exporting } from '../../customers/exporting.js';
import type { Html } from '../../pages/html.js';
import { NoticePage } from '../../pages/opt-out-page.js';
import type { Entrance } from '../entrance/entrance.js';
import type { MyPages } from '../my-pages.js';
import { StopPage } from '../settings/settings-page.js';
import { SETTINGS_WORDS } from '../settings/settings-words.js';
import type { Visitor } from '../entrance/visitor.js';

/** What a customer's own data are read and erased with. */
export interface OwnDataMeans {
  readonly entrance: Entrance;
  readonly exporting: Exporting;
  readonly erasures: Erasures;
  readonly pages: MyPages;
}

/** Gives customers their own data, and erases them. */
export class OwnData {
  constructor(private readonly means: OwnDataMeans) {}

  /** Everything that is kept about the customer, as JSON. Throws PageError (403). */
  async file(visitor: Visitor): Promise<Readable> {
    await this.means.entrance.enter(visitor);
    return Readable.from(this.means.exporting.file(visitor.customer));
  }

  /** Asks first: it cannot be undone. Throws PageError (403). */
  async askToErase(visitor: Visitor): Promise<Html> {
    const { entrance, pages } = this.means;
    await entrance.enter(visitor);
    const { language, home, account } = visitor;
    const { text } = SETTINGS_WORDS[language].erase;
    const content = <StopPage stop="erase" text={text} language={language} home={home} csrf={account.csrf} />;
    return pages.page(visitor, SETTINGS_WORDS[language].erase.title, content, { path: '/erase' });
  }

  /** Accepts it, once however often it is asked for, and shows the receipt's number. Throws PageError (403). */
  async erase(visitor: Visitor): Promise<Html> {
    const { entrance, erasures, pages } = this.means;
    await entrance.enter(visitor);
    const { id } = await erasures.request(visitor.customer, 'customer');
    const { accepted } = SETTINGS_WORDS[visitor.language].erase;
    const content = <NoticePage title={accepted.title} text={accepted.text(id)} />;
    return pages.page(visitor, accepted.title, content, { status: 202, path: '/erase' });
  }
}
