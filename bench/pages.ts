import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { CustomerBrowser } from '../test/support/customer-browser.js';
import type { System } from './system.js';

const CODE = 'online-statt-hotline';
const MINE = `/en/my/${CODE}`;
const REQUESTS = 500;
const AT_A_TIME = 8;
const REGISTERED_WITHIN_MS = 20_000;

/** How long one page takes to be answered, in milliseconds: every one that was asked for. */
export type Latencies = Readonly<Record<string, readonly number[]>>;

/** Asks for the pages that customers see most, eight at a time, the own one as a customer who takes part. */
export async function pageLatencies(system: System): Promise<Latencies> {
  const browser = await registered(system);
  const pages = {
    programme: `/en/programmes/${CODE}`,
    help: '/en/help?q=bill',
    'my programme': MINE,
  };
  const found: Record<string, number[]> = {};
  for (const [name, path] of Object.entries(pages)) found[name] = await ask(browser, path);
  return found;
}

/** The value below which this share of them lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

async function ask(browser: CustomerBrowser, path: string): Promise<number[]> {
  const took: number[] = [];
  let left = REQUESTS;
  await Promise.all(
    Array.from({ length: AT_A_TIME }, async () => {
      while (left-- > 0) {
        const startedAt = performance.now();
        const { status } = await browser.only('GET', path);
        if (status !== 200) throw new Error(`${path} answered ${status}`);
        took.push(performance.now() - startedAt);
      }
    }),
  );
  return took;
}

/** A customer who has registered on the page. */
async function registered({ api, token }: System): Promise<CustomerBrowser> {
  const customerId = randomUUID();
  const invited = await fetch(`${api}/v1/participations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ programme: CODE, customerId }),
  });
  if (!invited.ok) throw new Error(`inviting answered ${invited.status}`);
  const browser = new CustomerBrowser(api);
  const form = await browser.signIn(customerId, MINE);
  await browser.submit(form, { acceptPrivacy: 'yes', acceptTerms: 'yes' }, '');
  const until = Date.now() + REGISTERED_WITHIN_MS;
  while (!(await browser.get(MINE)).html.includes('done and credited')) {
    if (Date.now() > until) throw new Error('the registration does not show');
    await pause(50);
  }
  return browser;
}
