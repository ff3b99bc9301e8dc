import { randomInt } from 'node:crypto';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import programme from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import type { Language } from '../../src/domain/wording.js';
import { APPEAL_WORDS } from '../../src/my-programme/appeals/appeal-words.js';
import { MY_WORDS } from '../../src/my-programme/my-words.js';
import { REGISTER_WORDS } from '../../src/my-programme/registering/register-words.js';
import { STANDING_WORDS } from '../../src/my-programme/standing/standing-words.js';
import { WORDS } from '../../src/pages/words.js';
import type { Operator } from '../faults/operator.js';
import type { Shipped } from '../faults/shipped.js';
import { PHONE } from '../support/chrome.js';
import { until } from '../support/until.js';

/** The programme of these tests: nobody is held out. */
export const CODE = 'by-browser';

/** A customer to be invited, and how. */
export interface Somebody {
  readonly customerId: string;
  /** Absent of whoever is written to by e-mail. */
  readonly mobile?: string;
  readonly email: string;
  readonly language: Language;
}

export function somebody(customerId: string, language: Language): Somebody {
  return { customerId, language, mobile: `+49151${randomInt(1e7, 9e7)}`, email: `${customerId}@example.org` };
}

/** Somebody whose phone number nobody knows. */
export function byEmail(customerId: string, language: Language): Somebody {
  return { customerId, language, email: `${customerId}@example.org` };
}

/** Publishes the programme and invites these customers by one wave. */
export async function inviteAll(operator: Operator, everybody: readonly Somebody[]): Promise<void> {
  await operator.publish({ ...programme, code: CODE, holdout: { share: 0 } } as typeof programme);
  const rows = everybody.map(({ customerId, mobile, email, language }) =>
    [customerId, ...point(mobile), ...point(email), language].join(),
  );
  const header = 'customerId,mobile,smsBasis,smsEvidence,email,emailBasis,emailEvidence,language';
  const wave = await operator.wave(CODE, [header, ...rows].join('\n'));
  await operator.steer(wave, 'send');
  await operator.untilWave(wave, ({ state, messages }) => state === 'done' && messages.pending === 0);
}

function point(address: string | undefined): readonly string[] {
  return address === undefined ? ['', '', ''] : [address, 'express-consent', 'form 17 of 2026-03-01'];
}

/** A customer in front of a browser. */
export class Visitor {
  private constructor(
    readonly page: Page,
    private readonly shipped: Shipped,
    private readonly who: Somebody,
  ) {}

  static async open(
    browser: Browser,
    shipped: Shipped,
    who: Somebody,
    options: BrowserContextOptions = {},
  ): Promise<Visitor> {
    const locale = who.language === 'de' ? 'de-DE' : 'en-GB';
    const context = await browser.newContext({ ...PHONE, locale, bypassCSP: true, ...options });
    return new Visitor(await context.newPage(), shipped, who);
  }

  get mine(): string {
    return `${this.shipped.url('api')}/${this.who.language}/my/${CODE}`;
  }

  get words() {
    const { language } = this.who;
    return {
      register: REGISTER_WORDS[language],
      mine: { ...APPEAL_WORDS[language], ...STANDING_WORDS[language], ...MY_WORDS[language] },
      takePart: WORDS[language].programme.takePart,
    };
  }

  /** Where everything is that was sent to the customer. */
  get mailbox(): string {
    const { mobile, email } = this.who;
    return `${this.shipped.url('mailbox')}/?to=${encodeURIComponent(mobile ?? email)}`;
  }

  /** Reads the message in the mailbox and follows its link. */
  async followTheLink(): Promise<void> {
    await this.page.goto(this.mailbox);
    await this.page.locator('.text a[href*="/i/"]').click();
    await this.page.waitForURL(/\/programmes\//);
  }

  /** Goes on from the programme page to the sign-in, as this customer or another. */
  async signIn(as = this.who.customerId): Promise<void> {
    await this.page.getByRole('link', { name: this.words.takePart }).click();
    await this.page.locator('#customer').fill(as);
    await this.page.locator('button:not([name])').click();
    await this.page.waitForURL(new RegExp(this.shipped.url('api')));
  }

  /** Ticks both boxes and takes part. */
  async register(): Promise<void> {
    for (const box of await this.page.getByRole('checkbox').all()) await box.check();
    await this.page.getByRole('button', { name: this.words.register.button }).click();
    await this.isSent();
  }

  /** The form to take part has been answered: whoever went elsewhere before would take the click back. */
  async isSent(): Promise<void> {
    const button = this.page.getByRole('button', { name: this.words.register.button });
    await button.waitFor({ state: 'detached' });
    await this.page.waitForLoadState();
  }

  /** My programme, as soon as it says so. */
  async seesMine(said: string | RegExp): Promise<void> {
    await until(async () => {
      await this.page.goto(this.mine);
      const text = await this.page.locator('main').innerText();
      return (typeof said === 'string' ? text.includes(said) : said.test(text)) || undefined;
    }, 30_000);
  }

  /** Tab by tab until what is looked for has the focus; fails when it cannot be reached. */
  async tabTo(selector: string): Promise<void> {
    for (let tabs = 0; tabs < 80; tabs += 1) {
      await this.page.keyboard.press('Tab');
      if (await this.page.locator(`${selector}:focus`).count()) return;
    }
    throw new Error(`${selector} cannot be reached by keyboard on ${this.page.url()}`);
  }
}
