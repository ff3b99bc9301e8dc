import { describe, expect, it } from '@jest/globals';
import definition from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import type { Page } from '../../src/paging/page.js';
import type { ProgrammeView, VersionState } from '../../src/programmes/programme.js';
import { TestApi } from './api.js';

const api = await TestApi.start();

function create(code: string, more: object = {}, headers = {}) {
  return api.call<VersionState>('POST', '/v1/programmes', { ...definition, code, ...more }, headers);
}

function publish(code: string, version: number | string) {
  return api.call<VersionState & { code: string }>(
    'POST',
    `/v1/programmes/${code}/versions/${version}/publish`,
  );
}

describe('creating', () => {
  it('counts the versions of a code, each a draft', async () => {
    const [first, second] = [await create('counted'), await create('counted')];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(first.body).toEqual({ code: 'counted', version: 1, state: 'draft' });
    expect(second.body).toEqual({ code: 'counted', version: 2, state: 'draft' });
  });

  it('gives no number twice when many create at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => create('crowded')));
    const versions = answers.map(({ body }) => body.version).sort((one, other) => one - other);
    expect(versions).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it.each([
    ['/milestones/0/reward/megabytes', { milestones: [{ code: 'a', reward: { megabytes: 0 } }] }],
    ['/quietPeriod/exemptReasons', { quietPeriod: { ...definition.quietPeriod, exemptReasons: ['fault'] } }],
    ['/invitation/validFor', { invitation: { validFor: 'P2M' } }],
    ['/surprise', { surprise: true }],
  ])('refuses by pointer %s what publishing would refuse, and makes no draft', async (pointer, more) => {
    const { status, body } = await api.call('POST', '/v1/programmes', {
      ...definition,
      code: 'refused',
      ...more,
    });
    expect({ status, pointer: body.pointer }).toEqual({ status: 400, pointer });
    expect((await api.call('GET', '/v1/programmes/refused')).status).toBe(404);
  });

  it('may be repeated under an Idempotency-Key without a further version', async () => {
    const key = { 'idempotency-key': 'programme-1' };
    const [one, other] = await Promise.all([create('repeated', {}, key), create('repeated', {}, key)]);
    expect([one.status, other.status]).toEqual([201, 201]);
    expect(one.body).toEqual(other.body);
    expect((await create('repeated')).body.version).toBe(2);
  });
});

describe('publishing', () => {
  it('happens once and is remembered', async () => {
    await create('published');
    expect(await publish('published', 1)).toMatchObject({
      status: 200,
      body: { version: 1, state: 'published' },
    });
    expect(await publish('published', 1)).toMatchObject({ status: 409, body: { code: 'already-published' } });
    const { body } = await api.call<ProgrammeView>('GET', '/v1/programmes/published');
    expect(body).toMatchObject({ code: 'published', versions: [{ version: 1, state: 'published' }] });
    expect(body.versions[0]?.definition).toEqual({ ...definition, code: 'published' });
  });

  it.each([
    [404, 'published', 99],
    [404, 'unheard-of', 1],
    [400, 'published', 'latest'],
    [400, 'published', 0],
  ])('answers %d for version %s/%s', async (status, code, version) => {
    expect((await publish(code, version)).status).toBe(status);
  });
});

it('the list shows every programme once, page by page, with its versions newest first', async () => {
  for (const code of ['list-a', 'list-b', 'list-c']) await create(code);
  await create('list-b');
  const seen: ProgrammeView[] = [];
  for (let next: string | null = ''; next !== null;) {
    const cursor = next === '' ? '' : `&cursor=${next}`;
    const page: Page<ProgrammeView> = (
      await api.call<Page<ProgrammeView>>('GET', `/v1/programmes?limit=2${cursor}`)
    ).body;
    seen.push(...page.items);
    next = page.next;
  }
  const codes = seen.map(({ code }) => code);
  expect(codes).toEqual([...new Set(codes)].sort());
  expect(codes).toEqual(expect.arrayContaining(['list-a', 'list-b', 'list-c']));
  const b = seen.find(({ code }) => code === 'list-b');
  expect(b?.versions.map(({ version }) => version)).toEqual([2, 1]);
});
