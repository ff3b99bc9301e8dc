import { describe, expect, it } from '@jest/globals';
import { readArticle } from '../../src/help/article.js';
import { readArticles } from '../../src/help/files.js';
import { toHtml, toText } from '../../src/help/markdown.js';
import { SIGN_IN_ARTICLE } from '../../src/pages/ways.js';
import { LANGUAGES } from '../../src/domain/wording.js';

const article = (body: string) => `# Title\n\nWhat it says.\n\n${body}\n`;

describe('an article', () => {
  it('has its title, the sentence that sums it up, and the rest', () => {
    expect(readArticle('en', 'a-bill', article('A **bold** word and\nanother.'))).toMatchObject({
      title: 'Title',
      summary: 'What it says.',
      text: 'A bold word and another.',
    });
  });

  it.each([
    ['without a title', 'a-bill', 'No title\n'],
    ['without a summary', 'a-bill', '# Title\n\n'],
    ['with an address that changes on its way', 'A Bill', article('x')],
    ['with a link to a place that there is not', 'a-bill', article('[casino](place:casino)')],
    ['with a link to a page that there is not', 'a-bill', article('[nowhere](page:nowhere)')],
  ])('%s is refused by its file, before any customer sees it', (_, slug, source) => {
    expect(() => readArticle('en', slug, source)).toThrow(`help/en/${slug}.md`);
  });
});

describe('the HTML of an article', () => {
  it('keeps HTML as text, and links that would run code as words', () => {
    const html = toHtml('<script>alert(1)</script> [x](javascript:alert(1)) <b onclick="x">b</b>', 'en', []);
    expect(html).not.toMatch(/<script|<b |href="javascript/);
  });

  it('links to the places that the installation has, and leaves the words of the others', () => {
    const html = toHtml('[Bills](place:bills), [Chat](place:chat), [video](page:video)', 'en', ['bills']);
    expect(html).toContain('<a href="/en/go/bills">Bills</a>, Chat, <a href="/en/video">video</a>');
  });

  it('is read as words that stay apart', () => {
    expect(toText('## One\n\n- two\n- three `four`\n\n| a | b |\n| - | - |\n| c | d |')).toBe(
      'One. two three four a b c d',
    );
  });
});

describe("the release's own articles", () => {
  it('are there in both languages, the same ones', async () => {
    const articles = await readArticles();
    const slugs = LANGUAGES.map((language) =>
      articles.filter((each) => each.language === language).map(({ slug }) => slug),
    );
    expect(slugs[0]).toEqual(slugs[1]);
    expect(slugs[0]?.length).toBeGreaterThanOrEqual(6);
    expect(slugs[0]).toEqual(expect.arrayContaining([SIGN_IN_ARTICLE, 'understand-your-bill']));
  });
});
