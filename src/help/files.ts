import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LANGUAGES } from '../domain/wording.js';
import { type Article, ArticleError, readArticle } from './article.js';

/** The project's own `help`, found from the sources and from the built program alike. */
export function helpFolder(): string {
  const candidates = ['../../help', '../../../help'].map((path) => join(import.meta.dirname, path));
  const found = candidates.find((folder) => existsSync(folder));
  if (!found) throw new ArticleError(`No articles: looked in ${candidates.join(' and ')}`);
  return found;
}

/** Every article of a folder that holds one folder for each language. Throws ArticleError, also for one that a language lacks. */
export async function readArticles(folder = helpFolder()): Promise<readonly Article[]> {
  const articles = await Promise.all(
    LANGUAGES.map(async (language) => {
      const files = (await readdir(join(folder, language))).filter((file) => file.endsWith('.md')).sort();
      return Promise.all(
        files.map(async (file) =>
          readArticle(language, basename(file, '.md'), await readFile(join(folder, language, file), 'utf8')),
        ),
      );
    }),
  );
  for (const { slug } of articles.flat())
    for (const [i, known] of articles.entries())
      if (!known.some((article) => article.slug === slug))
        throw new ArticleError(
          `help/${LANGUAGES[i]}/${slug}.md is missing: every article is there in each language`,
        );
  return articles.flat();
}
