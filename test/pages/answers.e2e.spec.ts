import { afterAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { addressHash, optOutToken } from '../../prisma/opt-outs.js';
import type { Phase } from '../../src/domain/phase.js';
import { TestApi } from '../api/api.js';
import { ACCEPTED, type Guest, MINE, startPages } from '../my-programme/kit.js';
import { startChrome, violationsOn } from '../support/chrome.js';
import { CustomerBrowser } from '../support/customer-browser.js';

const { api, pool, guest, registered } = await startPages();
const noDatabase = await TestApi.start({ DATABASE_URL: 'postgresql://nobody:secret@127.0.0.1:1/nowhere' });
const noIssuer = await TestApi.start({ AUTH_ISSUER: 'http://127.0.0.1:1' });
const chrome = await startChrome();
// the tool that looks is itself a script, which the pages' own policy would not let in
const context = await chrome.newContext({
  viewport: { width: 320, height: 700 },
  bypassCSP: true,
  locale: 'de',
});
afterAll(() => context.close());

const KEY = 'only-for-tests-only-for-tests-only';
const hash = addressHash(KEY, 'email', 'somebody@example.org');
const OPT_OUT = `/de/o/${optOutToken(KEY, { channel: 'email', hash, oneClick: 'advertising' })}`;

/** Opens a page as this customer, or as nobody. */
async function open(path: string, who?: { readonly browser: CustomerBrowser }, url = api.url): Promise<Page> {
  await context.clearCookies();
  for (const each of context.pages()) await each.close();
  const cookies = [...(who?.browser.cookies ?? [])].map(([name, { value }]) => ({ name, value, url }));
  await context.addCookies(cookies);
  const page = await context.newPage();
  await page.goto(url + path);
  return page;
}

/** Sends the form of the page's content as it is, though the browser itself would ask for more. */
async function send(page: Page): Promise<void> {
  const answered = page.waitForNavigation();
  await page.evaluate(`(() => {
    const form = document.querySelector('main form');
    form.noValidate = true;
    form.requestSubmit();
  })()`);
  await answered;
}

/** What stands on the page and what there is to say against it, on the smallest phone; in dark only colours differ. */
async function look(page: Page) {
  await page.emulateMedia({ colorScheme: 'light' });
  const found = [...(await violationsOn(page))];
  await page.emulateMedia({ colorScheme: 'dark' });
  found.push(...(await violationsOn(page, ['color-contrast'])).map((each) => `dark: ${each}`));
  if (await page.evaluate('document.documentElement.scrollWidth > innerWidth')) found.push('too wide');
  return { said: await page.locator('main').innerText(), found };
}

/** Everybody can use this page, and it says so. */
async function canBeUsed(page: Page, said: string): Promise<void> {
  expect(await look(page)).toEqual({ said: expect.stringContaining(said), found: [] });
}

/** In this phase, with the reason where it has ended. */
async function inPhase(phase: Phase, because: string | null): Promise<Guest> {
  const who = await registered(phase);
  await pool.query(
    `update participation set ended_because = $2, next_due_at = case when phase not in ('completed', 'ended') then next_due_at end
     where id = $1`,
    [who.id, because],
  );
  return who;
}

describe('stopping messages', () => {
  it('can be used by everybody, from the form over its refusal to the answer', async () => {
    const page = await open(OPT_OUT);
    await canBeUsed(page, 'Welche E-Mails');
    await send(page);
    await canBeUsed(page, 'Bitte wählen Sie, welche Nachrichten');
    await page.getByRole('radio').first().check();
    await send(page);
    await canBeUsed(page, 'Die gewählten Nachrichten senden wir ab jetzt nicht mehr');
  });
});

describe('taking part', () => {
  it('without a tick comes back with the focus on what is missing, which leads to each box', async () => {
    const page = await open(MINE, await guest());
    await send(page);
    await canBeUsed(page, 'Es fehlt etwas');
    expect(await page.title()).toMatch(/^Fehler: Mitmachen/);
    expect(await page.evaluate('document.activeElement.className')).toBe('problem');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    expect(await page.getByRole('checkbox').nth(1).isChecked()).toBe(true);
    await send(page);
    await canBeUsed(page, 'Bitte kreuzen Sie an, dass Sie den Datenschutzhinweisen zustimmen');
    await page.getByRole('checkbox').first().check();
    await send(page);
    await canBeUsed(page, 'Sie sind dabei');
  });

  it('with texts that have changed since can be used by everybody', async () => {
    const page = await open(MINE, await guest());
    await page.evaluate(`document.querySelector('input[name="terms"]').value = 'of an older page'`);
    for (const box of await page.getByRole('checkbox').all()) await box.check();
    await send(page);
    await canBeUsed(page, 'Die Texte haben sich geändert');
  });

  it.each(['leave', 'withdraw'])('ended before it shows can be used by everybody: %s', async (how) => {
    const who = await guest();
    if (how === 'withdraw') await who.browser.submit(who.page, ACCEPTED, '');
    const page = await open(`${MINE}/${how}`, who);
    await send(page);
    await canBeUsed(page, 'Wir tragen ein, dass Ihre Teilnahme endet');
  });
});

describe('my programme', () => {
  it('can be used by everybody when something is lost, up to the answer to an appeal', async () => {
    const who = await registered('forfeited');
    const page = await open(MINE, who);
    await canBeUsed(page, 'Einspruch');
    await send(page);
    await canBeUsed(page, 'Bitte schreiben Sie, was geschehen ist');
    expect(await page.title()).toMatch(/^Fehler: Mein Programm/);
    expect(await page.evaluate('document.activeElement.id')).toBe('appeal');
    await page.getByRole('textbox').fill('Das war nicht ich.');
    await send(page);
    await canBeUsed(page, 'ist angekommen');
    // what a person writes may hold a word that is longer than a line
    const reason = { reason: `Der Anruf kam von Ihrem Anschluss, ${'x'.repeat(60)}.` };
    const { status } = await api.call('POST', `/v1/participations/${who.id}/appeal/decline`, reason);
    expect(status).toBe(200);
    await page.goto(api.url + MINE);
    await canBeUsed(page, 'abgelehnt');
  });

  it.each([
    ['dropped', null, 'Sie sind ausgeschieden'],
    ['settling', null, 'Geschafft! Wir warten noch'],
    ['completed', null, 'Sie haben das Programm abgeschlossen'],
    ['ended', 'left', 'Sie haben das Programm verlassen'],
    ['ended', 'hotline-called', 'ohne die große Belohnung beendet'],
  ] as const)('can be used by everybody when %s (%s)', async (phase, because, said) => {
    const page = await open(MINE, await inPhase(phase, because));
    await canBeUsed(page, said);
  });
});

describe('the settings', () => {
  it('can be used by everybody once they are saved', async () => {
    const page = await open(`${MINE}/settings`, await guest());
    await send(page);
    await canBeUsed(page, 'Gespeichert.');
  });

  it('can be used by everybody to withdraw after the end', async () => {
    const who = await guest();
    await who.browser.submit(who.page, ACCEPTED, '');
    await pool.query(`update participation set phase = 'completed', next_due_at = null where id = $1`, [
      who.id,
    ]);
    const page = await open(`${MINE}/settings`, who);
    await page.locator('a[href$="/withdraw"]').click();
    await canBeUsed(page, 'Ihre Teilnahme ist schon zu Ende');
    await send(page);
    await canBeUsed(page, 'Ihre Einwilligung ist widerrufen.');
  });

  it('can be used by everybody to be erased', async () => {
    const page = await open(`${MINE}/erase`, await guest());
    await send(page);
    await canBeUsed(page, 'Ihre Daten werden gelöscht');
  });

  it('whose form did not come from us says so to everybody', async () => {
    const page = await open(`${MINE}/settings`, await guest());
    await page.evaluate(`document.querySelector('main input[name="_csrf"]').value = 'guessed'`);
    await send(page);
    await canBeUsed(page, 'Das wurde nicht gesendet');
  });
});

describe('a sign-in that comes to nothing', () => {
  it('says so to everybody when it was cancelled', async () => {
    const own = new CustomerBrowser(api.url);
    const begun = await own.only('GET', `/sign-in?to=${MINE}`);
    const asked = new URL(begun.headers.get('location') ?? '');
    const answer = new URLSearchParams({
      error: 'access_denied',
      state: asked.searchParams.get('state') ?? '',
      iss: asked.origin,
    });
    const page = await open(`/sign-in/answer?${answer}`, { browser: own });
    await canBeUsed(page, 'Sie haben die Anmeldung abgebrochen');
  });

  it('says so to everybody when nobody waits for the answer, or it leads elsewhere', async () => {
    await canBeUsed(await open('/sign-in/answer?state=guessed'), 'Die Anmeldung hat nicht geklappt');
    await canBeUsed(await open('/sign-in?to=https://evil.example'), 'Diese Adresse ist nicht gültig');
  });

  it('says so to everybody when the issuer is away', async () => {
    const page = await open('/sign-in?to=/de/my', undefined, noIssuer.url);
    await canBeUsed(page, 'Die Anmeldung ist gerade nicht möglich');
  });
});

describe('what fails', () => {
  it('says so to everybody while PostgreSQL is away', async () => {
    const page = await open('/de/help', undefined, noDatabase.url);
    await canBeUsed(page, 'Das lag an uns');
  });

  it('says so to everybody when nobody foresaw it, and when it is too much', async () => {
    const who = await registered('forfeited');
    const page = await open(MINE, who);
    await page.evaluate(`document.querySelector('textarea').value = 'x'.repeat(50_000)`);
    await send(page);
    await canBeUsed(page, 'Das war zu viel');
    await pool.query(`update session set data = data - '_csrf' where customer_id = $1`, [who.customer]);
    await pool.query('alter table session add constraint unwritable check (customer_id is null) not valid');
    await page.goto(api.url + MINE);
    await pool.query('alter table session drop constraint unwritable');
    await canBeUsed(page, 'Das lag an uns');
  });
});
