import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import axe from 'axe-core';
import { chromium } from 'playwright-core';
import { inTransaction } from '../../prisma/transaction.js';
import { LANGUAGES } from '../../src/domain/wording.js';
import { bringInArticles } from '../../src/help/bring-in.js';
import { readArticles } from '../../src/help/files.js';
import { TestApi } from '../api/api.js';
import { executable } from '../support/executables.js';

const PATHS = [
  'self-service',
  'app',
  'video',
  'privacy',
  'accessibility',
  'help',
  'help?q=Rechnung',
  'help?q=zeppelin',
  `help?q=${'x'.repeat(300)}`,
  'help/data-usage',
  'help/nothing',
];

const api = await TestApi.start();
const browser = await chromium.launch({
  executablePath: executable('chromium'),
  args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
afterAll(() => browser.close());

beforeAll(async () => {
  const articles = await readArticles();
  await inTransaction(api.database.pool, (client) => bringInArticles(client, articles));
});

interface Looked {
  readonly path: string;
  readonly violations: readonly string[];
  readonly tooWide: boolean;
  readonly bytes: number;
}

/** Every page as the smallest phone shows it, and the hosts that were asked for anything. */
async function look(language: string, colorScheme: 'light' | 'dark') {
  // the tool that looks is itself a script, which the pages' own policy would not let in
  const context = await browser.newContext({
    viewport: { width: 320, height: 700 },
    colorScheme,
    bypassCSP: true,
  });
  const page = await context.newPage();
  const asked = new Set<string>();
  page.on('request', (request) => asked.add(new URL(request.url()).origin));
  const looked: Looked[] = [];
  for (const path of PATHS) {
    const response = await page.goto(`${api.url}/${language}/${path}`);
    const bytes = (await response?.body())?.length ?? 0;
    await page.evaluate(axe.source);
    const violations: string[] = await page.evaluate(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes[0].target}`))',
    );
    const tooWide: boolean = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
    looked.push({ path, violations, tooWide, bytes });
  }
  await context.close();
  return { looked, asked: [...asked] };
}

describe('the pages for everybody', () => {
  it.each(LANGUAGES.flatMap((language) => [[language, 'light'] as const, [language, 'dark'] as const]))(
    'can be used by everybody in %s, %s, on the smallest phone, and ask nobody else',
    async (language, scheme) => {
      const { looked, asked } = await look(language, scheme);
      expect(looked.map(({ bytes, ...each }) => ({ ...each, small: bytes > 500 && bytes < 60_000 }))).toEqual(
        PATHS.map((path) => ({ path, violations: [], tooWide: false, small: true })),
      );
      expect(asked).toEqual([api.url]);
    },
  );
});
