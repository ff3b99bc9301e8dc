import { expect, it } from '@jest/globals';
import { ACCEPTED, MINE, startPages } from './kit.js';

const { guest, registered } = await startPages(1);

it('a customer comes through every page with a single connection, so no page holds one while it waits for another', async () => {
  const { browser, page } = await guest();
  expect((await browser.submit(page, ACCEPTED, '')).status).toBe(200);
  for (const path of [
    ...['/de/help', '/de/help?q=rechnung', '/de/video', '/de/self-service', '/de/go/bills'],
    ...['/de/programmes/online-statt-hotline', '/de/my', MINE, `${MINE}/settings`, `${MINE}/my-data.json`],
    ...[`${MINE}/leave`, `${MINE}/withdraw`, `${MINE}/erase`],
  ])
    expect([path, (await browser.only('GET', path)).status < 400]).toEqual([path, true]);
  const settings = await browser.get(`${MINE}/settings`);
  expect((await browser.submit(settings, { language: 'en' }, '')).status).toBe(200);
  expect((await browser.submit(await browser.get(`${MINE}/withdraw`), {}, '')).status).toBe(200);
  expect((await browser.submit(await browser.get(`${MINE}/erase`), {}, '')).status).toBe(202);
});

it('so does one who appeals', async () => {
  const { browser } = await registered('forfeited');
  const after = await browser.submit(await browser.get(MINE), { text: 'not me' }, `${MINE}/appeal`);
  expect(after.html).toContain('Ihr Einspruch');
});
