import { beforeAll, describe, expect, it } from '@jest/globals';
import { inTransaction } from '../../prisma/transaction.js';
import { LANGUAGES } from '../../src/domain/wording.js';
import { bringInArticles } from '../../src/help/bring-in.js';
import { readArticles } from '../../src/help/files.js';
import { TestApi } from '../api/api.js';
import { startChrome } from '../support/chrome.js';
import { faultless, look } from './look.js';

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
  'programmes/online-statt-hotline',
];

const api = await TestApi.start();
await api.publish();
const browser = await startChrome();

beforeAll(async () => {
  const articles = await readArticles();
  await inTransaction(api.database.pool, (client) => bringInArticles(client, articles));
});

describe('the pages for everybody', () => {
  it.each(LANGUAGES.flatMap((language) => [[language, 'light'] as const, [language, 'dark'] as const]))(
    'can be used by everybody in %s, %s, on the smallest phone, and ask nobody else',
    async (language, colorScheme) => {
      const paths = [...PATHS.map((path) => `/${language}/${path}`), `/signed-out?state=${language}`];
      const { looked, asked } = await look(browser, api.url, paths, { colorScheme });
      expect(looked).toEqual(faultless(paths));
      expect(asked).toEqual([api.url]);
    },
  );
});
