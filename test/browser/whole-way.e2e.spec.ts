import { beforeAll, describe, expect, it } from '@jest/globals';
import { day, LANGUAGES, type Language } from '../../src/domain/wording.js';
import { VIDEO_WORDS } from '../../src/video/words.js';
import { Operator } from '../faults/operator.js';
import { Shipped } from '../faults/shipped.js';
import { startChrome, violationsOn } from '../support/chrome.js';
import { byEmail, CODE, inviteAll, somebody, Visitor } from './kit.js';

const shipped = await Shipped.start();
const operator = await Operator.of(shipped);
const browser = await startChrome();

const onThePhone = { de: somebody('phone-de', 'de'), en: somebody('phone-en', 'en') };
const byKeyboard = somebody('keyboard', 'de');
const withoutScript = byEmail('without-script', 'en');

beforeAll(() => inviteAll(operator, [onThePhone.de, onThePhone.en, byKeyboard, withoutScript]), 60_000);

async function participationOf(customerId: string) {
  const found = (await operator.participations(CODE)).find((each) => each.customerId === customerId);
  if (!found) throw new Error(`${customerId} is not invited`);
  return found;
}

/** The day on which the quiet period ends, as the page writes it. */
async function lastDay(customerId: string, language: Language): Promise<string> {
  const { quietPeriod } = await participationOf(customerId);
  return day(Date.parse(quietPeriod?.endsAt ?? ''), language, 'Europe/Berlin');
}

describe.each(LANGUAGES)('on a phone, in %s', (language) => {
  const who = onThePhone[language];

  it('a customer follows the SMS, signs in, accepts, watches the video, and sees 1,200 MB and the last day', async () => {
    const visitor = await Visitor.open(browser, shipped, who);
    const { page, words } = visitor;
    const asked = new Set<string>();
    page.on('request', (request) => asked.add(new URL(request.url()).origin));
    await visitor.followTheLink();
    expect(await violationsOn(page)).toEqual([]);
    await visitor.signIn();
    expect(await violationsOn(page)).toEqual([]);
    await visitor.register();
    await visitor.seesMine(words.mine.states.credited);
    expect(await page.locator('.figures .main').innerText()).toContain('600');
    expect(await violationsOn(page)).toEqual([]);

    await page.getByRole('link', { name: words.mine.links['video-watched'] ?? '' }).click();
    expect(await violationsOn(page)).toEqual([]);
    await page.evaluate(
      `(() => { const video = document.querySelector('video'); video.playbackRate = 1.4; return video.play(); })()`,
    );
    await page.getByText(VIDEO_WORDS[language].status.watched).waitFor({ timeout: 60_000 });

    await visitor.seesMine(language === 'de' ? /1\.200\sMB/ : /1,200\sMB/);
    expect(await page.locator('main').innerText()).toContain(await lastDay(who.customerId, language));
    expect(await violationsOn(page)).toEqual([]);
    const ours = [shipped.url('api'), shipped.url('mailbox'), shipped.url('identity')];
    expect([...asked].filter((origin) => !ours.includes(origin))).toEqual([]);
    expect(await participationOf(who.customerId)).toMatchObject({ phase: 'quiet', grantedMegabytes: 1_200 });
  }, 120_000);
});

it('by keyboard alone the same is done', async () => {
  const visitor = await Visitor.open(browser, shipped, byKeyboard, { hasTouch: false });
  const { page, words } = visitor;
  const { keyboard } = page;
  await page.goto(visitor.mailbox);
  await visitor.tabTo('.text a[href*="/i/"]');
  await keyboard.press('Enter');
  await page.waitForURL(/\/programmes\//);
  await visitor.tabTo(`a:text("${words.takePart}")`);
  await keyboard.press('Enter');
  await page.waitForURL(/sign-in\/[^/]+$/);
  await page.locator('#customer:focus').waitFor(); // what is typed earlier is lost
  await keyboard.type(byKeyboard.customerId);
  await keyboard.press('Enter');
  await page.waitForURL(/\/my\//);
  for (const box of ['acceptPrivacy', 'acceptTerms']) {
    await visitor.tabTo(`input[name="${box}"]`);
    await keyboard.press('Space');
  }
  await visitor.tabTo('main button[type="submit"]');
  await keyboard.press('Enter');
  await visitor.isSent();
  await visitor.seesMine(words.mine.states.credited);
  await visitor.tabTo(`main a:text("${words.mine.links['video-watched'] ?? ''}")`);
  await keyboard.press('Enter');
  await page.waitForURL(/\/video/);
  await visitor.tabTo('video');
  await keyboard.press('Space');
  await page.getByText(VIDEO_WORDS.de.status.watched).waitFor({ timeout: 60_000 });
  await visitor.seesMine(/1\.200\sMB/);

  await operator.send(byKeyboard.customerId, 'hotline.called', { data: { callId: 'by-keyboard' } });
  await visitor.seesMine('Einspruch');
  await visitor.tabTo('textarea[name="text"]');
  await keyboard.type('Das war nicht ich.');
  await visitor.tabTo('main form button[type="submit"]');
  await keyboard.press('Enter');
  await page.getByText('ist angekommen').waitFor();
  await visitor.tabTo('nav a[href$="/settings"]');
  await keyboard.press('Enter');
  await page.waitForURL(/\/settings$/);
  await visitor.tabTo('input[name="sms"]');
  await keyboard.press('ArrowDown');
  await visitor.tabTo('main form:has(input[name="sms"]) button');
  await keyboard.press('Enter');
  await page.getByRole('status').getByText('Gespeichert.').waitFor();
  expect(await page.locator('input[name="sms"][value="advertising"]').isChecked()).toBe(true);
  await visitor.tabTo('main a[href$="/erase"]');
  await keyboard.press('Enter');
  await page.waitForURL(/\/erase$/);
  await visitor.tabTo('main button[type="submit"]');
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Ihre Daten werden gelöscht' }).waitFor();
}, 120_000);

it('without JavaScript a customer takes part, appeals, stops messages, leaves with what was earned, and is erased', async () => {
  const visitor = await Visitor.open(browser, shipped, withoutScript, { javaScriptEnabled: false });
  const { page, words } = visitor;
  await visitor.followTheLink();
  await visitor.signIn();
  await visitor.register();
  await visitor.seesMine(words.mine.states.credited);
  await operator.send(withoutScript.customerId, 'hotline.called', { data: { callId: 'without-script' } });
  await visitor.seesMine('Appeal');
  await page.locator('textarea[name="text"]').fill('That was not me.');
  await page.getByRole('button', { name: 'Send the appeal' }).click();
  await page.getByText('has arrived').waitFor();
  await page.goto(visitor.mailbox);
  await page.locator('.text a[href*="/o/"]').first().click();
  await page.getByRole('radio', { name: 'All messages' }).check();
  await page.getByRole('button', { name: 'Stop them' }).click();
  await page.getByRole('heading', { name: 'It is stopped' }).waitFor();
  await page.goto(`${visitor.mine}/settings`);
  expect(await page.locator('input[name="email"][value="all"]').isChecked()).toBe(true);
  await page.getByRole('radio', { name: 'Deutsch' }).check();
  await page.getByRole('button', { name: 'Save language' }).click();
  await page.getByRole('status').getByText('Saved.').waitFor();
  await page.goto(`${visitor.mine}/leave`);
  await page.locator('main button[type="submit"]').click();
  await page.waitForURL(visitor.mine);
  await visitor.seesMine(words.mine.ended['left'] ?? '');
  expect(await participationOf(withoutScript.customerId)).toMatchObject({
    phase: 'ended',
    endedBecause: 'left',
    grantedMegabytes: 600,
  });
  await page.goto(`${visitor.mine}/settings`);
  await page.getByRole('link', { name: 'Withdraw ...' }).click();
  await page.locator('main button[type="submit"]').click();
  await page.getByText('Your consent is withdrawn.').waitFor();
  await page.getByRole('link', { name: 'Erase ...' }).click();
  await page.locator('main button[type="submit"]').click();
  await page.getByRole('heading', { name: 'Your data are being erased' }).waitFor();
}, 120_000);
