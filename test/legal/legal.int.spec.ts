import { describe, expect, it } from '@jest/globals';
import { TestApi } from '../api/api.js';

const product = await TestApi.start();
const own = await TestApi.start({
  PRIVACY_URL: 'https://operator.example/privacy',
  ACCESSIBILITY_URL: 'https://operator.example/barriers/',
});

async function get(api: TestApi, path: string) {
  const response = await fetch(api.url + path, { redirect: 'manual' });
  return { status: response.status, headers: response.headers, html: await response.text() };
}

describe('privacy notice and accessibility statement', () => {
  it.each([
    ['/de/privacy', 'Datenschutzhinweise', 'privacy@operator.example', '/en/privacy'],
    ['/en/privacy', 'Privacy notice', 'privacy@operator.example', '/de/privacy'],
    ['/de/accessibility', 'Erklärung zur Barrierefreiheit', 'barriers@operator.example', '/en/accessibility'],
    ['/en/accessibility', 'Accessibility statement', 'barriers@operator.example', '/de/accessibility'],
  ])('%s says who is responsible and how to reach them', async (path, title, contact, other) => {
    const { status, html } = await get(product, path);
    expect(status).toBe(200);
    expect(html).toContain(`<h1>${title}</h1>`);
    expect(html).toContain(`<a href="mailto:${contact}">${contact}</a>`);
    expect(html).toContain('Operator, Musterweg 1, Berlin');
    expect(html).toContain(`href="${other}"`);
    expect(html).not.toMatch(/<script|style=|https:\/\/(?!apps|forum|operator)/);
    expect(html.length).toBeLessThan(60_000);
  });

  it('are one click away from every page, a missing one included', async () => {
    for (const path of ['/en/privacy', '/en/accessibility', '/en/programmes/nothing', '/en/o/nothing']) {
      const { html } = await get(product, path);
      for (const link of [
        'href="http://operator.example/imprint"',
        'href="/en/privacy"',
        'href="/en/accessibility"',
      ])
        expect(html).toContain(link);
    }
  });

  it("are the operator's own where the installation says so", async () => {
    const { html } = await get(own, '/de/programmes/nothing');
    expect(html).toContain('href="https://operator.example/privacy"');
    expect(html).toContain('href="https://operator.example/barriers/"');
    for (const [path, to] of [
      ['/de/privacy', 'https://operator.example/privacy'],
      ['/de/accessibility', 'https://operator.example/barriers/'],
    ] as const) {
      const { status, headers } = await get(own, path);
      expect([status, headers.get('location')]).toEqual([303, to]);
      // the next release may lead elsewhere
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  it('are friendly in a language that there is not', async () => {
    const { status, html } = await get(product, '/fr/privacy');
    expect([status, html]).toEqual([404, expect.stringContaining('Diese Seite gibt es nicht')]);
  });
});
