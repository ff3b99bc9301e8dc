import type { Place } from '../domain/places.js';
import type { Language } from '../domain/wording.js';
import { Tiles } from '../places/tiles.js';
import { type Found, type Listed, LONGEST_QUERY } from './help.js';
import { HELP_WORDS } from './words.js';

/** Where people answer, for who does not find an answer. */
export interface Askable {
  readonly places: readonly Place[];
  readonly operator: string;
  readonly language: Language;
}

/** What was searched for and what came of it; `undefined` stands for a query that was too long to search for. */
export interface Searched {
  readonly query: string;
  readonly found: readonly Found[] | undefined;
}

/** The articles with a search above; what was searched for is shown as text and stays in its field. */
export function HelpPage({
  searched,
  all,
  ask,
}: {
  searched?: Searched;
  all: readonly Listed[];
  ask: Askable;
}) {
  const words = HELP_WORDS[ask.language];
  return (
    <>
      <h1>{words.title}</h1>
      <search>
        <form class="search" action={`/${ask.language}/help`}>
          <label for="q">{words.label}</label>
          <input
            id="q"
            name="q"
            type="search"
            maxLength={LONGEST_QUERY}
            value={searched?.query.slice(0, LONGEST_QUERY)}
          />
          <button type="submit">{words.button}</button>
        </form>
      </search>
      {searched && <Outcome {...searched} ask={ask} />}
      <h2>{words.all}</h2>
      <ul class="articles">
        {all.map((article) => (
          <ArticleLink key={article.slug} article={article} language={ask.language} />
        ))}
      </ul>
    </>
  );
}

function Outcome({ query, found, ask }: Searched & { ask: Askable }) {
  const words = HELP_WORDS[ask.language];
  if (!found) return <p role="alert">{words.tooLong(LONGEST_QUERY)}</p>;
  if (found.length === 0)
    return (
      <section>
        <h2>{words.nothing(query)}</h2>
        <ul>
          {words.next.map((advice) => (
            <li key={advice}>{advice}</li>
          ))}
        </ul>
        <Ask {...ask} />
      </section>
    );
  return (
    <section>
      <h2>{words.found(found.length, query)}</h2>
      <ul class="articles">
        {found.map((article) => (
          <ArticleLink key={article.slug} article={article} language={ask.language}>
            <p>{article.excerpt.map(({ text, sought }) => (sought ? <mark>{text}</mark> : text))}</p>
          </ArticleLink>
        ))}
      </ul>
    </section>
  );
}

function ArticleLink({
  article,
  language,
  children,
}: {
  article: Listed;
  language: Language;
  children?: preact.ComponentChildren;
}) {
  return (
    <li>
      <a href={`/${language}/help/${article.slug}`}>{article.title}</a>
      {children ?? <p>{article.summary}</p>}
    </li>
  );
}

/** Forum and chat, where the installation has them. */
export function Ask({ places, operator, language }: Askable) {
  const answering = places.filter((place) => place === 'forum' || place === 'chat');
  if (answering.length === 0) return null;
  return (
    <>
      <p>{HELP_WORDS[language].ask}</p>
      <Tiles places={answering} language={language} operator={operator} />
    </>
  );
}
