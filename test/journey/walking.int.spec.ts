import { describe, expect, it } from '@jest/globals';
import { Installation } from '../support/installation.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { until } from '../support/until.js';

const installation = await Installation.start(await ownTemporalEnvironment());

describe('a customer who was invited', () => {
  it('has 600 MB booked for registering, once', async () => {
    const customer = await installation.invite();
    await installation.hear(customer, 'selfservice.registered', { privacyPolicy: '1' });
    await installation.row(customer, ({ phase }) => phase === 'quiet');
    const grants = await until(async () => {
      const all = await installation.grants(customer);
      return all.every(({ state }) => state === 'credited') ? all : undefined;
    });
    expect(grants).toMatchObject([{ code: 'registered', megabytes: 600 }]);
  });
});
