import { expect, it } from '@jest/globals';
import { TestApi } from '../api/api.js';
import { startIdentity } from '../support/identity.js';

const identity = await startIdentity();
const limited = { SIGN_IN_RATE: '3' };
const unproxied = await TestApi.start(limited, identity);
const proxied = await TestApi.start({ ...limited, TRUSTED_PROXIES: '127.0.0.0/8' }, identity);
const usual = await TestApi.start({ SIGN_IN_RATE: '' }, identity);

function ask({ url }: TestApi, path: string, headers: Readonly<Record<string, string>> = {}) {
  return fetch(url + path, { redirect: 'manual', headers });
}

let addresses = 0;

/** Asks through the proxy, from an address that nobody else has. */
function somebody() {
  const from = `6.6.6.6, 192.0.2.${(addresses += 1)}`;
  return (path: string, headers: Readonly<Record<string, string>> = {}) =>
    ask(proxied, path, { ...headers, 'x-forwarded-for': from });
}

async function tooMany(): Promise<number> {
  const { body } = await proxied.call<string>('GET', '/metrics');
  return Number(/quietline_turned_away_total{reason="too-many"} (\d+)/.exec(body)?.[1] ?? 0);
}

async function statuses(times: number, asked: () => Promise<Response>): Promise<readonly number[]> {
  const answers: number[] = [];
  for (let n = 0; n < times; n += 1) answers.push((await asked()).status);
  return answers;
}

it.each([
  ['/sign-in?to=/de/help', 'de', 'Einen Moment bitte', 303],
  ['/sign-in/answer?state=x', 'en', 'One moment, please', 400],
])(
  '%s is asked for too often: a page in %s says so, and when to come again',
  async (path, language, said, before) => {
    // the page that is asked for speaks its own language, whatever the browser's
    const accepts = path.includes('to=/de') ? 'en' : language;
    const who = somebody();
    const again = () => who(path, { 'accept-language': accepts });
    expect(await statuses(4, again)).toEqual([before, before, before, 429]);
    const refused = await again();
    const html = await refused.text();
    expect([refused.status, html]).toEqual([429, expect.stringContaining(said)]);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html).toContain(`href="/${language}/help/sign-in-trouble"`);
    expect(refused.headers.has('set-cookie')).toBe(false);
  },
);

it('is counted, and hinders nobody on other pages', async () => {
  const before = await tooMany();
  const refused = somebody();
  expect(await statuses(5, () => refused('/sign-in'))).toEqual([303, 303, 303, 429, 429]);
  expect(await tooMany()).toBe(before + 2);
  expect(await statuses(5, () => refused('/de/privacy'))).toEqual([200, 200, 200, 200, 200]);
});

it('behind a proxy that is named, each customer has an own limit', async () => {
  const [one, other] = [somebody(), somebody()];
  expect(await statuses(4, () => one('/sign-in'))).toEqual([303, 303, 303, 429]);
  expect(await statuses(1, () => other('/sign-in'))).toEqual([303]);
  expect(proxied.logged.join('')).not.toContain('TRUSTED_PROXIES');
});

it('who names an address of their own is not believed, and a proxy that nobody named is reported once', async () => {
  let n = 0;
  const pretended = () => ask(unproxied, '/sign-in', { 'x-forwarded-for': `192.0.2.${(n += 1)}` });
  expect(await statuses(4, pretended)).toEqual([303, 303, 303, 429]);
  expect(unproxied.logged.filter((line) => line.includes('TRUSTED_PROXIES'))).toHaveLength(1);
});

it('unless it is set otherwise, sixty a minute are let through', async () => {
  expect(await statuses(61, () => ask(usual, '/sign-in'))).toEqual([
    ...Array.from({ length: 60 }, () => 303),
    429,
  ]);
});
