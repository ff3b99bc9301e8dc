import { afterAll } from '@jest/globals';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { executable } from './executables.js';

const QUIET = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const QUIETER = ['--disable-component-update', '--disable-sync'];

/** A phone as many have one. */
export const PHONE = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
} satisfies BrowserContextOptions;

/** Chromium, until the file's last test. */
export async function startChrome(): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: executable('chromium'),
    args: [...QUIET, ...QUIETER],
  });
  afterAll(() => browser.close());
  return browser;
}

/**
 * What axe finds on a page, each with its first place; of these `rules` alone, if there are any. The page's context must have been made with `bypassCSP`: the tool is itself a
 * script, which the pages' own policy would not let in.
 */
export async function violationsOn(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const how = rules ? JSON.stringify({ runOnly: rules }) : '{}';
  return page.evaluate(
    `axe.run(${how}).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].target))`,
  );
}
