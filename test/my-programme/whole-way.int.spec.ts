import { Registry } from 'prom-client';
import { pino } from 'pino';
import { afterAll, expect, it } from '@jest/globals';
import { createApp } from '../../src/api/app.js';
import { Database } from '../../src/database/database.js';
import { CustomerBrowser, type Page } from '../support/customer-browser.js';
import { holdPort } from '../support/free-port.js';
import { startIdentity } from '../support/identity.js';
import { Installation } from '../support/installation.js';
import { SENDER_SETTINGS } from '../support/sender-settings.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { until } from '../support/until.js';
import { ACCEPTED } from './kit.js';

const temporal = await ownTemporalEnvironment();
const [identity, installation] = [await startIdentity(), await Installation.start(temporal)];
const url = await startApi();

const MINE = '/en/my/online-statt-hotline';

/** The API of this installation, at whose issuer customers can sign in. */
async function startApi(): Promise<string> {
  const signIn = {
    issuer: identity.issuer,
    clientId: SENDER_SETTINGS.AUTH_CLIENT_ID,
    clientSecret: SENDER_SETTINGS.AUTH_CLIENT_SECRET,
    customerClaim: 'sub',
  };
  const held = identity.pages() ?? (await holdPort());
  const app = await createApp({
    config: {
      ...installation.config,
      publicUrl: held.url,
      authIssuer: identity.issuer,
      authJwksUrl: `${identity.issuer}/jwks`,
      signIn,
    },
    database: new Database(installation.database.pool),
    log: pino({ level: 'error' }),
    registry: new Registry(),
    temporal: temporal.environment.connection,
  });
  await held.letGo();
  await app.listen(held.port, '127.0.0.1');
  afterAll(() => app.close());
  return held.url;
}

async function registered() {
  const customer = await installation.invite();
  const browser = new CustomerBrowser(url);
  const form = await browser.signIn(customer.customerId, MINE);
  await browser.submit(form, ACCEPTED, '');
  return { customer, browser };
}

/** The page as soon as it says so. */
function shows(browser: CustomerBrowser, said: string): Promise<Page> {
  return until(async () => {
    const page = await browser.get(MINE);
    return page.html.includes(said) ? page : undefined;
  });
}

it('a customer registers, loses the large reward by a call, appeals, is reinstated, and leaves with what was earned', async () => {
  const { customer, browser } = await registered();
  await shows(browser, 'done and credited');
  await installation.hear(customer, 'hotline.called', { callId: 'call-1' });
  const forfeited = await shows(browser, 'A call ended the chance of the large reward');
  expect(forfeited.html).toContain('It counts, as it was made in the time without a call');
  await browser.submit(forfeited, { text: 'That was not me' }, `${MINE}/appeal`);
  await shows(browser, 'has arrived. A person can decide until');
  const reinstated = await fetch(`${url}/v1/participations/${customer.id}/reinstate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await identity.token()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ reason: 'not the customer' }),
  });
  expect(reinstated.status).toBe(202);
  const again = await shows(browser, 'Somebody decided in your favour');
  expect(again.html).toContain('No counted call to the hotline until');
  await browser.submit(await browser.get(`${MINE}/leave`), {}, '');
  const left = await shows(browser, 'You have left the programme.');
  expect(left.html).toContain('600\u00a0MB');
  expect(await installation.row(customer)).toMatchObject({ phase: 'ended', granted_megabytes: 600 });
});

it('nine months later the page says that it is done, and that the large reward is there', async () => {
  const { customer, browser } = await registered();
  await installation.fastForward(customer, 'P100D', { visiting: true });
  expect((await browser.get(MINE)).html).toContain('36 % done');
  await installation.fastForward(customer, 'P190D', { visiting: true });
  const page = await shows(browser, 'You have completed the programme.');
  for (const said of ['You made it', '2,400\u00a0MB', '100 % done']) expect(page.html).toContain(said);
});

it('whoever stays away is warned, dropped, and told why', async () => {
  const { customer, browser } = await registered();
  await installation.fastForward(customer, 'P40D');
  const { html } = await shows(browser, 'You were dropped');
  expect(html).toContain('the rule on visits ended your participation');
  expect(html).toContain('so a warning was due');
});
