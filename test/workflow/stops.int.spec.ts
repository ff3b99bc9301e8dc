import { describe, expect, it } from '@jest/globals';
import { endingOf } from '../support/history.js';
import type { Invited } from '../support/installation.js';
import { DAY, SkippedTime } from '../support/skipped-time.js';

const time = await SkippedTime.start();

const STOPS: Readonly<Record<string, (customer: Invited) => Promise<void>>> = {
  left: (customer) => time.hear(customer, 'participation.left'),
  'consent-withdrawn': (customer) => time.hear(customer, 'consent.withdrawn'),
  'contract-ended': (customer) => time.hear(customer, 'contract.ended'),
  erased: (customer) => time.hear(customer, 'participation.erased'),
};

/** Cancelling the workflow in the Web UI. */
async function cancel(customer: Invited): Promise<void> {
  await time.installation.temporal.client.workflow.getHandle(customer.workflowId).cancel();
}

/** One customer for each stop, brought to a phase side by side. */
async function fiveIn(
  phase: string,
  bringThere: (customers: readonly Invited[]) => Promise<void>,
): Promise<readonly Invited[]> {
  const customers = await time.invited(5);
  await bringThere(customers);
  for (const customer of customers) await time.inPhase(customer, phase);
  return customers;
}

async function register(customers: readonly Invited[]): Promise<void> {
  for (const customer of customers) {
    await time.hear(customer, 'selfservice.registered', { privacyPolicy: '1' });
    await time.inPhase(customer, 'quiet');
  }
}

/** Each stop on a customer of its own; what came of each. */
async function stopped(customers: readonly Invited[]) {
  const stops = [...Object.entries(STOPS), ['left', cancel] as const];
  await Promise.all(stops.map(([, stop], i) => stop(customers[i] as Invited)));
  const endings = await Promise.all(customers.map((customer) => endingOf(time.installation, customer)));
  expect(endings.map(({ result }) => [result.phase, result.endedBecause])).toEqual(
    stops.map(([reason]) => ['ended', reason]),
  );
  return endings.map(({ megabytes }) => megabytes);
}

describe('every stop, a cancellation in the Web UI among them,', () => {
  it('ends an invitation without a reward', async () => {
    const customers = await fiveIn('invited', async () => undefined);
    expect(await stopped(customers)).toEqual([0, 0, 0, 0, 0]);
  });

  it('ends the quiet period and pays what was earned, the quiet reward not', async () => {
    const customers = await fiveIn('quiet', register);
    await time.pass(50 * DAY);
    expect(await stopped(customers)).toEqual([600, 600, 600, 600, 600]);
  });

  it('pays the quiet reward when the quiet period is over', async () => {
    const customers = await fiveIn('settling', async (all) => {
      await register(all);
      await time.passUntil((await quietEnd(all)) + DAY);
    });
    expect(await stopped(customers)).toEqual([2400, 2400, 2400, 2400, 2400]);
  });

  it('ends a forfeited participation', async () => {
    const customers = await fiveIn('forfeited', async (all) => {
      await register(all);
      for (const customer of all) await time.hear(customer, 'hotline.called', { callId: customer.id });
    });
    expect(await stopped(customers)).toEqual([600, 600, 600, 600, 600]);
  });

  it('ends a dropped participation', async () => {
    const customers = await fiveIn('dropped', async (all) => {
      await register(all);
      for (const customer of all) await time.drop(customer);
    });
    expect(await stopped(customers)).toEqual([600, 600, 600, 600, 600]);
  });
});

async function quietEnd(customers: readonly Invited[]): Promise<number> {
  const ends = await Promise.all(customers.map((customer) => time.installation.row(customer)));
  return Math.max(...ends.map(({ quiet_ends_at }) => quiet_ends_at?.getTime() ?? 0));
}
