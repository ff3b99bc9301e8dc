import type { Language } from '../domain/wording.js';
import { deadLink, toText } from './markdown.js';

/** An article of the help in one language. */
export interface Article {
  readonly language: Language;
  /** Its address, the same in every language. */
  readonly slug: string;
  readonly title: string;
  /** One sentence that lists show below the title. */
  readonly summary: string;
  /** What comes after title and summary. */
  readonly markdown: string;
  /** The words of `markdown` alone. */
  readonly text: string;
}

/** A file of the help that is no article; the message names it and says what it must be. */
export class ArticleError extends Error {
  override readonly name = 'ArticleError';
}

/** Pages that articles may link to as `page:...`. */
const PAGES = ['help', 'video', 'app', 'self-service', 'privacy', 'accessibility'];

const FORM = /^# (?<title>.+)\n\n(?<summary>[^\n]+)\n\n(?<markdown>[^]+)$/;

/** Reads an article: a first line `# Title`, a paragraph of one line that sums it up, and the rest. Throws ArticleError. */
export function readArticle(language: Language, slug: string, source: string): Article {
  const file = `help/${language}/${slug}.md`;
  const { title, summary, markdown } = FORM.exec(source.replaceAll('\r\n', '\n'))?.groups ?? {};
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug))
    throw new ArticleError(`${file}: name it in small letters, figures and single hyphens`);
  if (title === undefined || summary === undefined || markdown === undefined)
    throw new ArticleError(`${file}: begin with "# Title", then one line that sums it up, then the text`);
  const dead = deadLink(markdown, PAGES);
  if (dead !== undefined) throw new ArticleError(`${file}: ${dead} leads nowhere`);
  return { language, slug, title, summary, markdown, text: toText(markdown) };
}
