import type { PoolClient } from 'pg';
import type { Language } from '../domain/wording.js';
import type { Article } from './article.js';

/** PostgreSQL's word stems for each language. */
export const STEMS: Readonly<Record<Language, string>> = { de: 'german', en: 'english' };

/** Any number, the same for whoever brings articles in. */
const LOCK = 7_465_301;

const BRING_IN = `
with given as (
  select * from jsonb_to_recordset($1::jsonb) as article (language text, slug text, title text, summary text,
    markdown text, "text" text, stems regconfig)
),
gone as (
  delete from help_article h where not exists (
    select from given g where g.language = h.language and g.slug = h.slug)
)
insert into help_article (language, slug, title, summary, markdown, "text", search)
select language, slug, title, summary, markdown, "text",
  setweight(to_tsvector(stems, title), 'A') || setweight(to_tsvector(stems, summary), 'B') || to_tsvector(stems, "text")
from given
on conflict (language, slug) do update set title = excluded.title, summary = excluded.summary,
  markdown = excluded.markdown, "text" = excluded."text", search = excluded.search
where (help_article.title, help_article.summary, help_article.markdown, help_article.search)
  is distinct from (excluded.title, excluded.summary, excluded.markdown, excluded.search)`;

/**
 * Makes these the articles that there are: new ones are added, changed ones changed, all others removed. Within a transaction;
 * who brings them in at the same time waits. Answers how many were added or changed.
 */
export async function bringInArticles(
  client: Pick<PoolClient, 'query'>,
  articles: readonly Article[],
): Promise<number> {
  await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
  const given = articles.map((article) => ({ ...article, stems: STEMS[article.language] }));
  const { rowCount } = await client.query(BRING_IN, [JSON.stringify(given)]);
  return rowCount ?? 0;
}
