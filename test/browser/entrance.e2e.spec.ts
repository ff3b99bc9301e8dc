import { beforeAll, expect, it } from '@jest/globals';
import { ENTRANCE_WORDS } from '../../src/my-programme/entrance/entrance-words.js';
import { WORDS } from '../../src/pages/words.js';
import { Operator } from '../faults/operator.js';
import { Shipped } from '../faults/shipped.js';
import { startChrome, violationsOn } from '../support/chrome.js';
import { until } from '../support/until.js';
import { CODE, inviteAll, somebody, Visitor } from './kit.js';

const shipped = await Shipped.start();
const operator = await Operator.of(shipped);
const browser = await startChrome();

const invited = somebody('invited', 'de');
const hasty = somebody('hasty', 'de');
const twoTabs = somebody('two-tabs', 'en');
const returning = somebody('returning', 'en');
const tooLate = somebody('too-late', 'de');
const settled = somebody('settled', 'de');

beforeAll(() => inviteAll(operator, [invited, hasty, twoTabs, returning, tooLate, settled]), 60_000);

async function participationOf(customerId: string) {
  const found = (await operator.participations(CODE)).find((each) => each.customerId === customerId);
  if (!found) throw new Error(`${customerId} is not invited`);
  return found;
}

/** The journal of a customer who registered once. */
async function registeredOnce(customerId: string): Promise<void> {
  const { id } = await participationOf(customerId);
  await operator.until(id, ({ grantedMegabytes }) => grantedMegabytes === 600);
  const grants = await operator.settledGrants(id);
  expect(grants).toMatchObject([{ code: 'registered', state: 'credited' }]);
  const registrations = (await operator.decidedEvents()).filter(
    ({ type, subject }) => type === 'selfservice.registered' && subject === customerId,
  );
  expect(registrations).toHaveLength(1);
}

it('who was not invited reads a friendly refusal, and nothing is created', async () => {
  const visitor = await Visitor.open(browser, shipped, { ...invited, customerId: 'nobody-invited-me' });
  const { page } = visitor;
  await page.goto(visitor.mine);
  await page.locator('#customer').fill('nobody-invited-me');
  const answer = page.waitForResponse((response) => response.url() === visitor.mine);
  await page.locator('button:not([name])').click();
  expect((await answer).status()).toBe(403);
  await page.getByRole('heading', { name: ENTRANCE_WORDS.de.notInvited(false).title }).waitFor();
  expect(await violationsOn(page)).toEqual([]);
  expect((await operator.participations(CODE)).map(({ customerId }) => customerId)).not.toContain(
    'nobody-invited-me',
  );
});

it("another customer's link lets nobody in, whoever is signed in", async () => {
  const visitor = await Visitor.open(browser, shipped, invited);
  await visitor.followTheLink();
  await visitor.signIn('somebody-else');
  await visitor.page.getByRole('heading', { name: ENTRANCE_WORDS.de.foreign.title }).waitFor();
  expect(await violationsOn(visitor.page)).toEqual([]);
  expect(await participationOf(invited.customerId)).toMatchObject({ phase: 'invited' });
});

it('an expired link says so', async () => {
  const { id } = await participationOf(tooLate.customerId);
  await operator.fastForward(id, 'P61D');
  const visitor = await Visitor.open(browser, shipped, tooLate);
  const { page } = visitor;
  await page.goto(visitor.mailbox);
  const link = (await page.locator('.text a[href*="/i/"]').last().getAttribute('href')) ?? '';
  // moving the clock is accepted first and done a little later
  await until(async () => ((await page.goto(link))?.status() === 410 ? true : undefined));
  await page.getByRole('heading', { name: WORDS.de.expired.title }).waitFor();
  expect(await violationsOn(page)).toEqual([]);
});

it('two clicks register once', async () => {
  const visitor = await Visitor.open(browser, shipped, hasty);
  const { page, words } = visitor;
  await visitor.followTheLink();
  await visitor.signIn();
  for (const box of await page.getByRole('checkbox').all()) await box.check();
  const button = page.getByRole('button', { name: words.register.button });
  await button.dblclick();
  await button.waitFor({ state: 'detached' });
  await page.waitForLoadState('networkidle');
  await visitor.seesMine(words.mine.states.credited);
  await registeredOnce(hasty.customerId);
});

it('two tabs register once, and the second sees where the customer stands', async () => {
  const visitor = await Visitor.open(browser, shipped, twoTabs);
  const { page, words } = visitor;
  await visitor.followTheLink();
  await visitor.signIn();
  const other = await page.context().newPage();
  await other.goto(visitor.mine);
  for (const tab of [page, other]) for (const box of await tab.getByRole('checkbox').all()) await box.check();
  await page.getByRole('button', { name: words.register.button }).click();
  await page.waitForLoadState();
  await other.getByRole('button', { name: words.register.button }).click();
  await other.waitForLoadState();
  expect(new URL(other.url()).pathname).toBe(new URL(visitor.mine).pathname);
  await registeredOnce(twoTabs.customerId);
});

it('going back to the form and sending it again changes nothing', async () => {
  const visitor = await Visitor.open(browser, shipped, returning);
  const { page, words } = visitor;
  await visitor.followTheLink();
  await visitor.signIn();
  await visitor.register();
  await page.getByRole('button', { name: words.register.button }).waitFor({ state: 'detached' });
  await page.goBack();
  if (await page.getByRole('checkbox').count()) await visitor.register();
  await visitor.seesMine(words.mine.states.credited);
  await registeredOnce(returning.customerId);
});

it('axe finds nothing on the pages on which customers change or end something, nor on those before', async () => {
  const visitor = await Visitor.open(browser, shipped, settled);
  const { page, words } = visitor;
  await visitor.followTheLink();
  await page.getByRole('link', { name: words.takePart }).click();
  expect(await violationsOn(page)).toEqual([]);
  await page.goBack();
  await visitor.signIn();
  // the browser itself would not let a form go on which nothing is ticked
  await page.evaluate(`document.querySelector('main form').noValidate = true`);
  await page.getByRole('button', { name: words.register.button }).click();
  await page.getByRole('alert').getByText(words.register.problems['privacy-missing']).waitFor();
  expect(await violationsOn(page)).toEqual([]);
  await visitor.register();
  await visitor.seesMine(words.mine.states.credited);
  for (const path of ['/settings', '/leave', '/withdraw', '/erase']) {
    await page.goto(visitor.mine + path);
    expect({ path, violations: await violationsOn(page) }).toEqual({ path, violations: [] });
  }
  await page.goto(visitor.mailbox);
  expect(await violationsOn(page)).toEqual([]);
  await operator.send(settled.customerId, 'hotline.called', { data: { callId: 'counted' } });
  await visitor.seesMine(words.mine.barred.forfeited);
  expect(await violationsOn(page)).toEqual([]);
  await page.goto(`${shipped.url('api')}/de/my/nothing`);
  expect(await violationsOn(page)).toEqual([]);
}, 60_000);
