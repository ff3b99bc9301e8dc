import { beforeAll, describe, expect, it } from '@jest/globals';
import { inTransaction } from '../../prisma/transaction.js';
import { type Article, readArticle } from '../../src/help/article.js';
import { bringInArticles } from '../../src/help/bring-in.js';
import { readArticles } from '../../src/help/files.js';
import { Help } from '../../src/help/help.js';
import { TestApi } from '../api/api.js';
import { createDatabase } from '../support/database.js';

const api = await TestApi.start();
const { pool } = api.database;
const [changing, contended] = [await createDatabase(), await createDatabase()];

const bringIn = (articles: readonly Article[], into = pool) =>
  inTransaction(into, (client) => bringInArticles(client, articles));

async function get(path: string) {
  const response = await fetch(api.url + path, { redirect: 'manual' });
  return { status: response.status, html: await response.text() };
}

const search = (language: string, query: string) =>
  get(`/${language}/help?${new URLSearchParams({ q: query }).toString()}`);

const slugs = async (language: 'de' | 'en', query: string) =>
  (await new Help(pool).search(language, query)).map(({ slug }) => slug);

beforeAll(async () => void (await bringIn(await readArticles())));

describe('searching the help', () => {
  it.each([
    ['de', 'Rechnungen', 'understand-your-bill'],
    ['de', 'rechnung', 'understand-your-bill'],
    ['de', 'Wie lese ich meine Rechnung?', 'understand-your-bill'],
    ['de', 'Handy gestohlen', 'sim-lost'],
    ['de', 'Auslandsreisen Roaming', 'roaming'],
    ['en', 'bills', 'understand-your-bill'],
    ['en', 'installing the app', 'install-app'],
    ['en', 'stolen phones', 'sim-lost'],
    ['en', 'roaming -bill', 'roaming'],
  ] as const)('finds in %s for %s first %s', async (language, query, first) => {
    expect((await slugs(language, query))[0]).toBe(first);
  });

  it('prefers a word in the title to the same word in the text', async () => {
    const found = await slugs('en', 'bill');
    expect(found[0]).toBe('understand-your-bill');
    expect(found.length).toBeGreaterThan(1);
  });

  it('finds the articles with some of the words where none has all of them', async () => {
    expect(await slugs('en', 'roaming zeppelin')).toContain('roaming');
  });

  it('shows what the article says about it, the words marked', async () => {
    const { status, html } = await search('de', 'Sperren');
    expect(status).toBe(200);
    expect(html).toContain('<mark>');
    expect(html).toContain('href="/de/help/sim-lost"');
  });

  it.each([
    ['de', 'Nichts gefunden zu „Zeppelinmast“', 'Versuchen Sie ein anderes'],
    ['en', 'Nothing found about “Zeppelinmast”', 'Try another'],
  ])(
    'says in %s what to do when nothing is found, and offers people to ask',
    async (language, nothing, next) => {
      const { status, html } = await search(language, 'Zeppelinmast');
      expect(status).toBe(200);
      for (const said of [nothing, next, `href="/${language}/go/forum"`]) expect(html).toContain(said);
    },
  );

  it.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "'; drop table help_article; --",
    '& | ! ( <-> :* \\',
    'Rechnung\0\uE000\uE001',
    '\u202Eevil',
    '-',
    '"""',
  ])('shows %j harmlessly', async (query) => {
    const { status, html } = await search('de', query);
    expect(status).toBe(200);
    expect(html).not.toMatch(/<script|<img/);
    expect((await get('/de/help')).html).toContain('understand-your-bill');
  });

  it('refuses kindly what is too long, and takes what is just not', async () => {
    const { status, html } = await search('en', 'x'.repeat(201));
    expect([status, html]).toEqual([400, expect.stringContaining('200 characters at most')]);
    expect((await search('en', 'x'.repeat(200))).status).toBe(200);
    expect((await search('en', 'x'.repeat(10_000))).html.length).toBeLessThan(10_000);
  });

  it('does not stumble over a query that is sent twice', async () => {
    expect((await get('/en/help?q=a&q=b')).status).toBe(200);
  });
});

describe('an article', () => {
  it.each(['de', 'en'])('is there in %s, under 60 KB, without anything from elsewhere', async (language) => {
    for (const { slug } of await new Help(pool).list(language as 'de' | 'en')) {
      const { status, html } = await get(`/${language}/help/${slug}`);
      expect(status).toBe(200);
      expect(html).not.toMatch(/<script|style=|src=|place:|page:/);
      expect(html.length).toBeLessThan(60_000);
    }
  });

  it.each(['/de/help/nothing', '/fr/help', '/fr/help/roaming', '/de/help/%00', '/de/help/%3Cscript%3E'])(
    'is missed kindly: %s',
    async (path) => {
      const { status, html } = await get(path);
      expect([status, html]).toEqual([404, expect.stringContaining('Diese Seite gibt es nicht')]);
    },
  );
});

describe('bringing articles in', () => {
  const article = (slug: string, words: string) => readArticle('en', slug, `# ${slug}\n\nSum.\n\n${words}\n`);

  it('changes what is changed, removes what is gone, and nothing the second time', async () => {
    const help = new Help(changing.pool);
    expect(await bringIn([article('one', 'apple'), article('two', 'pear')], changing.pool)).toBe(2);
    expect(await bringIn([article('one', 'apple'), article('two', 'pear')], changing.pool)).toBe(0);
    expect(await bringIn([article('one', 'cherry')], changing.pool)).toBe(1);
    expect((await help.list('en')).map(({ slug }) => slug)).toEqual(['one']);
    expect(await help.search('en', 'apple')).toEqual([]);
    expect(await help.search('en', 'cherries')).toHaveLength(1);
  });

  it('may be done by several processes at once', async () => {
    const articles = await readArticles();
    const changed = await Promise.all(Array.from({ length: 5 }, () => bringIn(articles, contended.pool)));
    expect(changed.sort((a, b) => a - b)).toEqual([0, 0, 0, 0, articles.length]);
  });
});
