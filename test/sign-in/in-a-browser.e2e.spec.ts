import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { startChrome } from '../support/chrome.js';
import { MINE, startSignIn } from './kit.js';

const { api, invited, sessions } = await startSignIn();
const chrome = await startChrome();

/** A browser of its own, and every answer of the issuer that it was led to. */
async function opened(path: string): Promise<{ page: Page; answers: readonly string[] }> {
  const page = await (await chrome.newContext({ locale: 'de' })).newPage();
  const answers: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/sign-in/answer') answers.push(request.url());
  });
  await page.goto(path);
  return { page, answers };
}

async function signIn(page: Page, customer: string): Promise<void> {
  await page.locator('#customer').fill(customer);
  await page.locator('button:not([name])').click();
  await page.waitForURL(api.url + MINE);
}

it('a page opened as localhost is signed in to, and stays at PUBLIC_URL', async () => {
  const { customer } = await invited();
  const { page } = await opened(`${api.url.replace('127.0.0.1', 'localhost')}${MINE}`);
  await signIn(page, customer);
  expect(await page.locator('h1').innerText()).toContain('Mitmachen');
  expect(await sessions(customer)).toBe(1);
});

it('going back to the answer, and reloading it, leads on until the customer signs out', async () => {
  const { customer } = await invited();
  const { page, answers } = await opened(api.url + MINE);
  await signIn(page, customer);
  expect(answers).toHaveLength(1);
  const [answer = ''] = answers;
  await page.goto(answer);
  expect(page.url()).toBe(api.url + MINE);
  await page.goto(`${api.url}/de/help`);
  await page.goBack();
  expect(page.url()).toBe(api.url + MINE);
  await page.reload();
  expect(page.url()).toBe(api.url + MINE);
  await page.locator('form[action="/sign-out"] button').click();
  await page.locator('button[name="logout"]').click();
  await page.waitForURL(/signed-out/);
  await page.goto(answer);
  expect(await page.locator('h1').innerText()).toBe('Die Anmeldung hat nicht geklappt');
  expect(await page.locator('form[action="/sign-out"]').count()).toBe(0);
  expect(await sessions(customer)).toBe(0);
});
