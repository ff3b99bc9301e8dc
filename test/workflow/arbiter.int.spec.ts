import { describe, expect, it } from '@jest/globals';
import type { Journal, StepProposal } from '../../workflows/contract/participation.js';
import { endingOf, eventsOf } from '../support/history.js';
import { Installation, type Invited } from '../support/installation.js';
import { moveTo } from '../support/moved-clock.js';
import { DAY } from '../support/skipped-time.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { caughtUp, gate, paidOnce, registered, resetToStart, signalPastInbox } from './kit.js';

const temporal = await ownTemporalEnvironment();
const installation = await Installation.start(temporal, ['relay']);
const journal = installation.activities.participations;

/** Workers whose journal is the real one and then waits for this. */
async function startWorkers(afterCommit: (step: StepProposal) => Promise<void>): Promise<void> {
  const held: Journal = {
    async record(step) {
      const recorded = await journal.record(step);
      await afterCommit(step);
      return recorded;
    },
  };
  await installation.stopWorkers();
  await installation.startWorkers({ participations: { ...journal, ...held } });
}

async function settledAt(customer: Invited): Promise<number> {
  const { quiet_ends_at } = await installation.row(customer);
  return (quiet_ends_at?.getTime() ?? 0) + 3 * DAY;
}

/** A call just before the quiet period's end, accepted in time, as its signal tells it. */
function call(settled: number) {
  const at = new Date(settled - 4 * DAY).toISOString();
  return { delivery: '999999', time: at, acceptedAt: at, call: 'hash-of-the-call', exempt: false };
}

describe('the first recorded step stands', () => {
  it('when a call is heard after its commit and before the workflow knows', async () => {
    const [committed, letGo] = [gate(), gate()];
    await startWorkers(async ({ proposal }) => {
      if (!proposal.closes) return;
      committed.open();
      await letGo.opened;
    });
    const customer = await registered(installation);
    const settled = await settledAt(customer);
    const moved = moveTo(installation, customer, settled + 1_000);
    await committed.opened;
    await signalPastInbox(installation, customer, 'hotlineCalled', call(settled));
    letGo.open();
    await moved;

    const { result, megabytes } = await endingOf(installation, customer);
    expect({ ...result, megabytes }).toMatchObject({ phase: 'completed', megabytes: 2400 });
    expect(await paidOnce(installation, customer)).toEqual(['quiet-period', 'registered']);
    const events = await eventsOf(temporal, customer.workflowId);
    expect(events.some((event) => event.workflowTaskFailedEventAttributes)).toBe(true);
  });

  it('when it said less than is known by now: the rest makes the next step', async () => {
    const [committed, letGo] = [gate(), gate()];
    const customer = await registered(installation);
    await startWorkers(async ({ n }) => {
      if (n !== 2) return;
      committed.open();
      await letGo.opened;
    });
    await installation.hear(customer, 'selfservice.video-watched');
    await committed.opened;
    await installation.hear(customer, 'selfservice.app-installed');
    letGo.open();
    expect(await installation.row(customer, (row) => row.granted_megabytes === 1800)).toMatchObject({
      steps: 3,
    });
    expect(await paidOnce(installation, customer)).toHaveLength(3);
  });
});

describe('a run that is reset', () => {
  const nothing = async () => undefined;

  /** Registered, both milestones, and one call that was retracted. */
  async function inMidLife(): Promise<Invited> {
    const customer = await registered(installation);
    await installation.hear(customer, 'selfservice.video-watched');
    await installation.row(customer, (row) => row.granted_megabytes === 1200);
    await installation.hear(customer, 'selfservice.app-installed');
    await installation.row(customer, (row) => row.granted_megabytes === 1800);
    await installation.hear(customer, 'hotline.called', { callId: 'c' });
    await installation.row(customer, ({ phase }) => phase === 'forfeited');
    await installation.hear(customer, 'hotline.call-retracted', { callId: 'c' });
    await installation.row(customer, ({ phase }) => phase === 'quiet');
    await caughtUp(installation, customer, 5);
    return customer;
  }

  async function endsWell(customer: Invited): Promise<void> {
    const { result, megabytes } = await endingOf(installation, customer);
    expect({ ...result, megabytes }).toMatchObject({ phase: 'completed', megabytes: 3600 });
    expect(await paidOnce(installation, customer)).toHaveLength(4);
  }

  it('takes its steps from the journal and goes on to the same end', async () => {
    await startWorkers(nothing);
    const customer = await inMidLife();
    await resetToStart(installation, customer);
    await caughtUp(installation, customer, 5);
    await moveTo(installation, customer, (await settledAt(customer)) + 1_000);
    await endsWell(customer);
  });

  it('does so as well when its signals were left out and the row is further than it knows', async () => {
    const customer = await inMidLife();
    await resetToStart(installation, customer, { withoutSignals: true });
    await moveTo(installation, customer, (await settledAt(customer)) + 1_000);
    await endsWell(customer);
  });

  it('after its end finds everything decided and paid', async () => {
    const customer = await inMidLife();
    const settled = await settledAt(customer);
    await moveTo(installation, customer, settled + 1_000);
    await endsWell(customer);
    await resetToStart(installation, customer);
    await moveTo(installation, customer, settled + 1_000);
    await endsWell(customer);
  });
});
