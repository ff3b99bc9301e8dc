import type { Browser } from 'playwright-core';
import { violationsOn } from '../support/chrome.js';

/** What there is to say against a page. */
export interface Looked {
  readonly path: string;
  readonly violations: readonly string[];
  readonly tooWide: boolean;
  /** Neither empty nor above 60 KB. */
  readonly small: boolean;
}

/** How a page is looked at. */
export interface Looking {
  readonly colorScheme: 'light' | 'dark';
  /** The browser's cookies, by name. */
  readonly cookies?: ReadonlyMap<string, { readonly value: string }>;
}

/** What is expected of every page. */
export function faultless(paths: readonly string[]): readonly Looked[] {
  return paths.map((path) => ({ path, violations: [], tooWide: false, small: true }));
}

/** Every page as the smallest phone shows it, and the hosts that were asked for anything. */
export async function look(
  browser: Browser,
  origin: string,
  paths: readonly string[],
  { colorScheme, cookies = new Map() }: Looking,
) {
  // the tool that looks is itself a script, which the pages' own policy would not let in
  const viewport = { width: 320, height: 700 };
  const context = await browser.newContext({ viewport, colorScheme, bypassCSP: true });
  await context.addCookies([...cookies].map(([name, { value }]) => ({ name, value, url: origin })));
  const page = await context.newPage();
  const asked = new Set<string>();
  page.on('request', (request) => asked.add(new URL(request.url()).origin));
  const looked: Looked[] = [];
  for (const path of paths) {
    const response = await page.goto(origin + path);
    const bytes = (await response?.body())?.length ?? 0;
    const violations = await violationsOn(page);
    const tooWide: boolean = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
    looked.push({ path, violations, tooWide, small: bytes > 500 && bytes < 60_000 });
  }
  await context.close();
  return { looked, asked: [...asked] };
}
