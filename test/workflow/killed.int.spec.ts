import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { toldAt } from '../charging/told-system.js';
import { started } from '../support/history.js';
import { Installation } from '../support/installation.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { caughtUp, paidOnce } from './kit.js';
import { startVictim } from './victim.js';

const temporal = await ownTemporalEnvironment();
const installation = await Installation.start(temporal, ['relay']);

describe('a worker that is killed with -9', () => {
  it('between the commit of a step and its answer loses nothing and pays nothing twice: another goes on', async () => {
    const victim = await startVictim(installation, 'commit');
    const died = once(victim, 'exit');
    const customer = await installation.invite();
    await started(installation, customer);
    await installation.hear(customer, 'selfservice.registered', { privacyPolicy: '1' });
    expect(await died).toEqual([null, 'SIGKILL']);
    expect(await installation.row(customer)).toMatchObject({ phase: 'quiet', steps: 1 });
    expect(await installation.grants(customer)).toMatchObject([{ code: 'registered', state: 'pending' }]);

    await installation.startWorkers();
    await caughtUp(installation, customer, 1);
    expect(await paidOnce(installation, customer)).toEqual(['registered']);
    await installation.stopWorkers();
  });

  it('between a booking and its answer books nothing twice: another goes on', async () => {
    const victim = await startVictim(installation);
    const died = once(victim, 'exit');
    const charging = toldAt(installation.chargingOrigin);
    expect(await charging.tell({ mode: 'kill-worker-after', pid: victim.pid })).toBe(200);
    const customer = await installation.invite();
    await started(installation, customer);
    await installation.hear(customer, 'selfservice.registered', { privacyPolicy: '1' });
    expect(await died).toEqual([null, 'SIGKILL']);

    await installation.startWorkers();
    await caughtUp(installation, customer, 1);
    expect(await paidOnce(installation, customer)).toEqual(['registered']);
  });
});
