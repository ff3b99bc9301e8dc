import type { Article } from './article.js';
import { Ask, type Askable } from './help-page.js';
import { toHtml } from './markdown.js';
import { HELP_WORDS } from './words.js';

/** One article. Its HTML is what our own renderer made of Markdown without HTML. */
export function ArticlePage({ article, ask }: { article: Article; ask: Askable }) {
  const words = HELP_WORDS[ask.language];
  const html = toHtml(article.markdown, ask.language, ask.places);
  return (
    <>
      <p>
        <a href={`/${ask.language}/help`}>{words.back}</a>
      </p>
      <article>
        <h1>{article.title}</h1>
        <p class="summary">{article.summary}</p>
        <div dangerouslySetInnerHTML={{ __html: html }} />
      </article>
      <h2>{words.more}</h2>
      <Ask {...ask} />
      <p>
        <a href={`/${ask.language}/help`}>{words.back}</a>
      </p>
    </>
  );
}
