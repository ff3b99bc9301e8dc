import MarkdownIt from 'markdown-it';
import type { Place } from '../domain/places.js';
import { PLACES } from '../domain/places.js';
import type { Language } from '../domain/wording.js';

/** HTML in an article stays text; only what Markdown itself can say becomes markup. */
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });

/** A link of an article to the operator's places (`place:bills`) or to a page of ours (`page:video`). */
const OWN_LINK = /\[([^\]]+)\]\((place|page):([a-z-]+)\)/g;

/** An article's body as HTML; a link to a place that the installation does not have is left as its words. */
export function toHtml(source: string, language: Language, places: readonly Place[]): string {
  const linked = source.replace(OWN_LINK, (_, words: string, kind: string, name: string) => {
    if (kind === 'page') return `[${words}](/${language}/${name})`;
    return places.some((place) => place === name) ? `[${words}](/${language}/go/${name})` : words;
  });
  return markdown.render(linked);
}

/** An article's words alone, as they are searched and quoted; a heading ends like a sentence. */
export function toText(source: string): string {
  const blocks = markdown.parse(source, {});
  const words = blocks.flatMap(({ children }, i) => {
    if (!children) return [];
    const end =
      blocks[i - 1]?.type === 'heading_open' && !/[.?!]$/.test(blocks[i]?.content ?? '') ? '. ' : ' ';
    return [...children.map(({ type, content }) => (type.endsWith('break') ? ' ' : content)), end];
  });
  return words.join('').replace(/\s+/g, ' ').trim();
}

/** The first link that leads nowhere, if there is one: it is found when articles are brought in, not by a customer. */
export function deadLink(source: string, pages: readonly string[]): string | undefined {
  const known = { place: PLACES as readonly string[], page: pages };
  for (const [link, , kind, name = ''] of source.matchAll(OWN_LINK))
    if (!known[kind as keyof typeof known].includes(name)) return link;
  return undefined;
}
