import { join } from 'node:path';
import { it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { VIDEO_WORDS } from '../../src/video/words.js';
import { Operator } from '../faults/operator.js';
import { Shipped } from '../faults/shipped.js';
import { startChrome } from '../support/chrome.js';
import { CODE, inviteAll, somebody, Visitor } from './kit.js';

const FOLDER = join(import.meta.dirname, '../../docs/pictures');

const shipped = await Shipped.start();
const operator = await Operator.of(shipped);
const browser = await startChrome();

const take = (page: Page, name: string) => page.screenshot({ path: join(FOLDER, `${name}.png`) });

it('takes the pictures of the README', async () => {
  const who = somebody('C-200', 'en');
  await inviteAll(operator, [who]);
  const visitor = await Visitor.open(browser, shipped, who);
  const { page, words } = visitor;
  await page.goto(visitor.mailbox);
  await take(page, 'mailbox');
  await visitor.followTheLink();
  await take(page, 'programme');
  await visitor.signIn();
  await page.getByRole('button', { name: words.register.button }).scrollIntoViewIfNeeded();
  await take(page, 'take-part');
  await visitor.register();
  await visitor.seesMine(words.mine.states.credited);
  await page.getByRole('link', { name: words.mine.links['video-watched'] ?? '' }).click();
  await page.evaluate(`(async () => {
    const video = document.querySelector('video');
    video.playbackRate = 1.4;
    await video.play();
    await new Promise((resolve) =>
      video.addEventListener('timeupdate', () => video.currentTime > 12 && resolve()),
    );
  })()`);
  await take(page, 'video');
  await page.getByText(VIDEO_WORDS.en.status.watched).waitFor({ timeout: 60_000 });
  const [participation] = await operator.participations(CODE);
  await operator.fastForward(participation?.id ?? '', 'P20D');
  await visitor.seesMine(/[1-9] %/);
  await page.screenshot({ path: join(FOLDER, 'my-programme.png'), fullPage: true });
  await page.goto(`${visitor.mine}/settings`);
  await take(page, 'settings');
  await page.goto(`${shipped.url('api')}/en/self-service`);
  await take(page, 'self-service');
});
