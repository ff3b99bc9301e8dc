import { randomUUID } from 'node:crypto';
import programme from '../../programmes/online-statt-hotline.json' with { type: 'json' };
import { number } from '../mailbox/told-mailbox.js';
import { CustomerBrowser } from '../support/customer-browser.js';
import type { Operator } from './operator.js';
import type { Shipped } from './shipped.js';

/** What customers have done before they want to be erased. */
export const STORIES = ['only-invited', 'earned', 'earned-and-left'] as const;

/** A customer who is to be erased, and every value by which somebody could find them again. */
export interface Customer {
  readonly story: (typeof STORIES)[number];
  readonly id: string;
  readonly customerId: string;
  readonly mobile: string;
  readonly planted: readonly string[];
}

/** Ticks every box of the form to take part. */
const ACCEPTED = { acceptPrivacy: 'yes', acceptTerms: 'yes' };

/** Lets customers come as far as their story goes, over the API and on the page. */
export class Arrivals {
  private readonly mine = `/en/my/${programme.code}`;

  constructor(
    private readonly shipped: Shipped,
    private readonly operator: Operator,
  ) {}

  async come(story: Customer['story'], mobile = number()): Promise<Customer> {
    const [customerId, evidence, account, bucket] = [
      plant('customer'),
      `${plant('evidence')} of 2026-03-01`,
      plant('account'),
      plant('bucket'),
    ];
    const email = `${plant('mail')}@example.org`;
    const ground = { basis: 'express-consent', evidence };
    const id = await this.operator.invite(programme.code, customerId, {
      language: 'en',
      contact: { mobile: { value: mobile, ...ground }, email: { value: email, ...ground } },
      account: { id: account, bucketId: bucket },
    });
    const given = [customerId, mobile, email, evidence, account, bucket];
    const done = story === 'only-invited' ? [] : await this.earn(id, customerId);
    if (story === 'earned-and-left') {
      await this.operator.leave(id);
      await this.operator.until(id, ({ phase }) => phase === 'ended');
    }
    return { story, id, customerId, mobile, planted: [...given, ...done] };
  }

  /** Registers on the page, begins the video, calls the hotline, installs the app. */
  private async earn(id: string, customerId: string): Promise<readonly string[]> {
    const [callId, reason, sitting] = [plant('call'), plant('reason'), randomUUID().replaceAll('-', '')];
    const browser = new CustomerBrowser(this.shipped.url('api'));
    await browser.submit(await browser.signIn(customerId, this.mine), ACCEPTED, '');
    await this.beginVideo(browser, sitting);
    await this.operator.send(customerId, 'hotline.called', { data: { callId, reason } });
    await this.operator.send(customerId, 'selfservice.app-installed');
    await this.operator.until(
      id,
      ({ phase, milestones }) =>
        phase === 'forfeited' && milestones.filter(({ grantId }) => grantId !== null).length === 2,
    );
    return [callId, reason, sitting];
  }

  private async beginVideo(browser: CustomerBrowser, sitting: string): Promise<void> {
    const cookie = [...browser.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ');
    const { status } = await fetch(`${this.shipped.url('api')}/en/video/played`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ sitting, played: [] }),
    });
    if (status !== 200) throw new Error(`the video's report was answered with ${status}`);
  }
}

function plant(what: string): string {
  return `planted-${what}-${randomUUID()}`;
}
