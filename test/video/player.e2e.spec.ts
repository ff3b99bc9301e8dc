import { afterAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type Guest, startPages } from '../my-programme/kit.js';
import { executable } from '../support/executables.js';

const { api, guest, events } = await startPages();
const chrome: Browser = await chromium.launch({
  executablePath: executable('chromium'),
  args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
afterAll(() => chrome.close());

/** The page of the video on a phone, signed in as this customer; `asked` are the hosts that it asked for anything. */
async function open(
  { browser }: Guest,
  { webm } = { webm: true },
): Promise<{ page: Page; asked: Set<string> }> {
  const context = await chrome.newContext({ viewport: { width: 390, height: 844 } });
  const cookies = [...browser.cookies].map(([name, { value }]) => ({ name, value, url: api.url }));
  await context.addCookies(cookies);
  const page = await context.newPage();
  const asked = new Set<string>();
  page.on('request', (request) => asked.add(new URL(request.url()).origin));
  if (!webm) await page.route('**/*.webm', (route) => route.abort());
  await page.goto(`${api.url}/de/video`);
  return { page, asked };
}

/** Plays from there at this speed until the end. */
async function playToTheEnd(page: Page, from: number, speed: number): Promise<void> {
  const script = `(async () => {
    const video = document.querySelector('video');
    const ended = new Promise((resolve) => video.addEventListener('ended', resolve, { once: true }));
    video.currentTime = ${from};
    video.playbackRate = ${speed};
    await video.play();
    await ended;
  })()`;
  await page.evaluate(script);
}

/** The same, until that has been reported; for what does not count, as the page reports nothing any more once it does. */
async function playInVain(page: Page, from: number, speed: number): Promise<void> {
  const reported = page.waitForResponse((response) => reportOf(response.request().postData()) >= 27_500);
  await Promise.all([playToTheEnd(page, from, speed), reported]);
}

/** How far the last stretch of a report goes. */
function reportOf(body: string | null): number {
  const { played = [] } = JSON.parse(body ?? '{}') as { played?: readonly { to: number }[] };
  return played.at(-1)?.to ?? 0;
}

const watched = async ({ id }: Guest) =>
  (await events(id)).filter(({ type }) => type === 'selfservice.video-watched').length;

describe('the video in a real browser', () => {
  it('counts neither for a jump to its end nor at four times the speed, but when it is played', async () => {
    const customer = await guest();
    const { page, asked } = await open(customer);
    await playInVain(page, 26, 1);
    await playInVain(page, 0, 4);
    expect(await watched(customer)).toBe(0);
    await playToTheEnd(page, 0, 1.4);
    await page.waitForSelector('#watched:text("Geschafft")');
    expect(await watched(customer)).toBe(1);
    expect([...asked]).toEqual([api.url]);
  });

  it('counts on a phone that plays no WebM', async () => {
    const customer = await guest();
    const { page } = await open(customer, { webm: false });
    await playToTheEnd(page, 0, 1.4);
    expect(await page.evaluate(`document.querySelector('video').currentSrc`)).toMatch(/\.mp4$/);
    await page.waitForSelector('#watched:text("Geschafft")');
    expect(await watched(customer)).toBe(1);
  });

  it('has captions in both languages, which the player finds', async () => {
    const { page } = await open(await guest());
    const cues =
      await page.evaluate(`Promise.all([...document.querySelectorAll('track')].map((track) => new Promise((resolve) => {
      track.addEventListener('load', () => resolve([track.srclang, track.track.cues.length]));
      track.track.mode = 'showing';
    })))`);
    expect(cues).toEqual([
      ['de', 8],
      ['en', 8],
    ]);
  });
});
