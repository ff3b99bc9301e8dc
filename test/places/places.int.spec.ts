import { describe, expect, it } from '@jest/globals';
import { TestApi } from '../api/api.js';

const api = await TestApi.start();
const none = await TestApi.start({ PLACES: '{}' });

async function get(path: string, from = api) {
  const response = await fetch(from.url + path, { redirect: 'manual' });
  return { status: response.status, headers: response.headers, html: await response.text() };
}

describe('the way to a page of the operator', () => {
  it('leads exactly where the installation says, and is asked for each time', async () => {
    const { status, headers } = await get('/de/go/bills');
    expect([status, headers.get('location')]).toEqual([303, 'https://operator.example/bills?from=bonus']);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });

  it.each([
    '/de/go/contract',
    '/de/go/toString',
    '/de/go/__proto__',
    '/de/go/https:%2F%2Fevil.example',
    '/de/go/%2F%2Fevil.example',
    '/de/go/bills%0d%0aset-cookie:a=b',
    '/de/go/BILLS',
    '/fr/go/bills',
  ])('leads nowhere else: %s', async (path) => {
    const { status, headers, html } = await get(`${path}?to=https://evil.example`);
    expect([status, headers.get('location')]).toEqual([404, null]);
    expect(html).toContain('Diese Seite gibt es nicht');
    expect(html).not.toContain('evil.example');
  });
});

describe('the tiles', () => {
  it.each([
    ['de', 'Rechnungen', 'Forum'],
    ['en', 'Bills', 'Forum'],
  ])('show in %s what the installation has, through our own links', async (language, bills, forum) => {
    const { status, html } = await get(`/${language}/self-service`);
    expect(status).toBe(200);
    expect(html).toContain(`href="/${language}/go/bills"`);
    for (const said of [bills, forum]) expect(html).toContain(`<b>${said}</b>`);
    expect(html).not.toMatch(/go\/(chat|contract|app-ios)|operator\.example\/bills/);
    expect(html).not.toMatch(/<script|style=/);
  });

  it('lead from the app to its stores, and say what counts', async () => {
    const { html } = await get('/en/app');
    expect(html).toContain('href="/en/go/app-ios"');
    expect(html).not.toContain('app-android');
    expect(html).toContain('What counts');
  });

  it('are not missed where there are none', async () => {
    expect((await get('/en/self-service', none)).html).not.toContain('/go/');
    expect((await get('/en/app', none)).html).toContain('not available here at the moment');
  });
});
