import { describe, expect, it } from '@jest/globals';
import { Installation } from '../support/installation.js';
import { ownTemporalEnvironment } from '../support/temporal.js';

const installation = await Installation.start(await ownTemporalEnvironment());

describe('a customer who keeps quiet for nine months', () => {
  it('is paid 3,600 MB, every grant once', async () => {
    const customer = await installation.invite();
    await installation.hear(customer, 'selfservice.registered', { privacyPolicy: '1' });
    await installation.hear(customer, 'selfservice.video-watched');
    await installation.hear(customer, 'selfservice.app-installed');
    const { ended } = await installation.fastForward(customer, 'P290D', { visiting: true });
    expect(ended).toBe(true);
    const row = await installation.row(customer);
    expect(row).toMatchObject({ phase: 'completed', granted_megabytes: 3600 });
    const grants = await installation.grants(customer);
    expect(grants.map(({ code, state }) => [code, state])).toEqual([
      ['app-installed', 'credited'],
      ['quiet-period', 'credited'],
      ['registered', 'credited'],
      ['video-watched', 'credited'],
    ]);
  });
});
