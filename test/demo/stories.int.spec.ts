import { stripVTControlCharacters } from 'node:util';
import { expect, it } from '@jest/globals';
import { Api } from '../../src/demo/api.js';
import { stories } from '../../src/demo/stories.js';
import { Telling } from '../../src/demo/telling.js';
import { TestApi } from '../api/api.js';
import { Installation } from '../support/installation.js';
import { ownTemporalEnvironment } from '../support/temporal.js';

const temporal = await ownTemporalEnvironment();
const installation = await Installation.start(temporal);
const served = await TestApi.start({
  DATABASE_URL: installation.database.url,
  TEMPORAL_ADDRESS: temporal.address,
  TIME_MACHINE: 'on',
});
const api = new Api(served.url, await served.issuer.token('operator'));

/** Lives a story and answers its last line. */
async function lastLine({ title, live }: (typeof stories)[number]): Promise<string> {
  const telling = new Telling();
  await live(api, telling);
  const lines: string[] = [];
  telling.aloud(title, (line) => lines.push(line));
  return stripVTControlCharacters(lines.at(-1) ?? '');
}

it('lets the five stories of the demo end as they are told', async () => {
  const endings = await Promise.all(stories.map(lastLine));
  expect(endings.map((line) => /[\d,]+ MB$/.exec(line)?.[0])).toEqual([
    '3,600 MB',
    '1,800 MB',
    '3,600 MB',
    '600 MB',
    '0 MB',
  ]);
});
