import { expect, it } from '@jest/globals';
import definition from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import { TestApi } from './api.js';
import { cloudEvent } from './events.js';

const api = await TestApi.start();
await api.publish();
const { id } = await api.invite('anybody');

const GUID = '00000000-0000-4000-8000-000000000000';
const YEAR_ZERO = '0000-01-01T00:00:00.000Z';
const { quietPeriod } = definition;

function cursor(key: unknown): string {
  return `cursor=${Buffer.from(JSON.stringify(key)).toString('base64url')}`;
}

function exempting(...more: readonly string[]) {
  const exemptReasons = [...quietPeriod.exemptReasons, ...more];
  return { ...definition, quietPeriod: { ...quietPeriod, exemptReasons } };
}

it.each<[what: string, method: string, path: string, body?: unknown]>([
  ['a NUL in an exempt reason', 'POST', '/v1/programmes', exempting('a\0b')],
  ['half a character in an exempt reason', 'POST', '/v1/programmes', exempting('a\ud800b')],
  ['an exempt reason of 65 letters', 'POST', '/v1/programmes', exempting('a'.repeat(65))],
  [
    'a milestone that no programme could name',
    'POST',
    '/v1/events',
    cloudEvent('anybody', 'milestone.reached', { data: { code: 'Erika Mustermann' } }),
  ],
  ['a NUL in the code that is read', 'GET', '/v1/programmes/%00'],
  ['a NUL in the code that is published', 'POST', '/v1/programmes/%00/versions/1/publish'],
  ['a NUL in a cursor of programmes', 'GET', `/v1/programmes?${cursor('a\0b')}`],
  ['a cursor of participations in the year 0', 'GET', `/v1/participations?${cursor([YEAR_ZERO, GUID])}`],
  ['a cursor of grants in the year 0', 'GET', `/v1/grants?${cursor([YEAR_ZERO, GUID])}`],
  [
    'a cursor of the journal in the year 0',
    'GET',
    `/v1/participations/${id}/journal?${cursor([0, YEAR_ZERO])}`,
  ],
  [
    'a cursor of the journal beyond every step',
    'GET',
    `/v1/participations/${id}/journal?${cursor([2_147_483_648, '2026-11-01T00:00:00.000Z'])}`,
  ],
  ['a cursor of events beyond every number', 'GET', `/v1/events?${cursor('9'.repeat(19))}`],
])('%s is told to the caller, and wakes nobody up', async (_what, ...[method, path, body]) => {
  const logged = api.logged.length;
  const answer = await api.call(method, path, body);
  expect(answer).toMatchObject({ status: 400, body: { code: expect.stringMatching(/^(invalid|too)-/) } });
  expect(api.logged.slice(logged).filter((line) => line.includes('"level":50'))).toEqual([]);
});
