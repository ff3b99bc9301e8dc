import type { ComponentChildren } from 'preact';
import type { Language } from '../domain/wording.js';
import { type Html, languageIn, otherThan } from './html.js';
import { document, type Operator } from './layout.js';
import { NoticePage } from './opt-out-page.js';
import { WORDS } from './words.js';

/** What stands on a page: its title, its content, and its address behind the language. */
export interface OpenPage {
  readonly title: string;
  readonly path: string;
  readonly content: ComponentChildren;
  readonly status?: number;
}

/** Makes pages for everybody that are there under one address in each language. */
export class OpenPages {
  constructor(private readonly operator: Operator) {}

  /** The page in the language that the address names; a friendly 404 where the address names none, or there is no page. */
  make(spoken: string, page: (language: Language, operator: Operator) => OpenPage | undefined): Html {
    const language = languageIn(spoken);
    const made = language && page(language, this.operator);
    if (!language || !made) return this.notFound(spoken);
    const { title, path, content, status = 200 } = made;
    const other = otherThan(language);
    const frame = {
      language,
      title,
      operator: this.operator,
      otherLanguage: { language: other, href: `/${other}/${path}` },
    };
    return { status, html: document(frame, content) };
  }

  /** Says that there is no such page, in the language that the address names, or else in German. */
  notFound(spoken: string): Html {
    const language = languageIn(spoken) ?? 'de';
    const words = WORDS[language].noPage;
    const frame = { language, title: words.title, operator: this.operator };
    return { status: 404, html: document(frame, <NoticePage {...words} />) };
  }
}
