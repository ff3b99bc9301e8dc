import type { Queryable } from '../database/database.js';
import type { Language } from '../domain/wording.js';
import type { Article } from './article.js';
import { STEMS } from './bring-in.js';

/** An article as lists show it. */
export type Listed = Pick<Article, 'slug' | 'title' | 'summary'>;

/** A piece of text, and whether it was searched for. */
export interface Piece {
  readonly text: string;
  readonly sought: boolean;
}

/** An article that was found, with what it says about the words that were searched for. */
export interface Found extends Listed {
  readonly excerpt: readonly Piece[];
}

/** How many characters a search may have. */
export const LONGEST_QUERY = 200;

/** Characters of nobody's alphabet, which stand around the words that were searched for. */
const [START, STOP] = ['\uE000', '\uE001'];
const EXCERPT = `StartSel=${START}, StopSel=${STOP}, MaxFragments=2, MinWords=8, MaxWords=20, FragmentDelimiter=" … "`;

const SEARCH = `
with asked as (select websearch_to_tsquery($2::regconfig, $3) as every),
wanted as (
  select case when $4 and every::text not like '%!%' then replace(every::text, ' & ', ' | ')::tsquery else every end as q
  from asked
)
select slug, title, summary, ts_headline($2::regconfig, "text", q, $5) as excerpt
from help_article, wanted where language = $1 and search @@ q
order by ts_rank_cd(search, q) desc, title limit 20`;

/** The help: its articles, and how they are found. */
export class Help {
  constructor(private readonly db: Queryable) {}

  /** Every article, by title. */
  async list(language: Language): Promise<readonly Listed[]> {
    const { rows } = await this.db.query<Listed>(
      'select slug, title, summary from help_article where language = $1 order by title',
      [language],
    );
    return rows;
  }

  async article(language: Language, slug: string): Promise<Article | undefined> {
    const { rows } = await this.db.query<Article>(
      'select language, slug, title, summary, markdown, "text" from help_article where language = $1 and slug = $2',
      [language, withoutNul(slug)],
    );
    return rows[0];
  }

  /** The articles with all these words, or where there are none those with any, the best first; nothing for a query too long. */
  async search(language: Language, query: string): Promise<readonly Found[]> {
    if (query.length > LONGEST_QUERY) return [];
    const all = await this.find(language, query, false);
    return all.length > 0 ? all : this.find(language, query, true);
  }

  private async find(language: Language, query: string, any: boolean): Promise<readonly Found[]> {
    const values = [language, STEMS[language], withoutNul(query), any, EXCERPT];
    const { rows } = await this.db.query<Listed & { excerpt: string }>(SEARCH, values);
    return rows.map((row) => ({ ...row, excerpt: pieces(row.excerpt) }));
  }
}

/** PostgreSQL's texts hold every character but this one. */
function withoutNul(text: string): string {
  return text.replaceAll('\0', ' ');
}

/** The excerpt with its marks taken out; markup stays text. */
function pieces(excerpt: string): readonly Piece[] {
  return excerpt
    .split(START)
    .flatMap((part, i) => {
      const [sought, rest = ''] = i === 0 ? ['', part] : part.split(STOP);
      return [
        { text: sought ?? '', sought: true },
        { text: rest, sought: false },
      ];
    })
    .filter(({ text }) => text !== '');
}
