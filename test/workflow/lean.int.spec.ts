import { expect, it } from '@jest/globals';
import { actionCount, bytesOf, ownEvents, wentTheLongWay } from '../support/cost.js';
import { endingOf, eventsOf, started } from '../support/history.js';
import { Installation, type Invited } from '../support/installation.js';
import { moveTo } from '../support/moved-clock.js';
import { DAY } from '../support/skipped-time.js';
import { ownTemporalEnvironment } from '../support/temporal.js';

const temporal = await ownTemporalEnvironment();
const installation = await Installation.start(temporal);

/** So often a participation is measured that a busy machine made go the long way; what always does so is no matter of the machine. */
const MOST_MEASUREMENTS = 5;

/** What the history of a participation costs that went no long way, what moving the clock wrote not counted. */
async function costOf(participation: () => Promise<Invited>) {
  let events: ReturnType<typeof ownEvents> = [];
  for (let n = 0; n < MOST_MEASUREMENTS; n += 1) {
    const { workflowId } = await participation();
    events = ownEvents(await eventsOf(temporal, workflowId));
    if (!wentTheLongWay(events)) break;
  }
  return { events: events.length, actions: actionCount(events), bytes: bytesOf(events) };
}

it('costs little to reward: invitation, three milestones, nine months and settlement', async () => {
  const { events, actions, bytes } = await costOf(rewarded);
  expect(events).toBeLessThanOrEqual(45);
  expect(actions).toBeLessThanOrEqual(12);
  expect(bytes).toBeLessThanOrEqual(8 * 1024);
}, 180_000);

it('costs next to nothing to invite somebody who never reacts', async () => {
  const { events, actions } = await costOf(neverReacting);
  expect(events).toBeLessThanOrEqual(7);
  expect(actions).toBeLessThanOrEqual(2);
}, 180_000);

async function rewarded(): Promise<Invited> {
  const customer = await installation.invite();
  await started(installation, customer);
  await installation.hear(customer, 'selfservice.registered', { privacyPolicy: '1' });
  await installation.row(customer, (row) => row.granted_megabytes === 600);
  await installation.hear(customer, 'selfservice.video-watched');
  await installation.row(customer, (row) => row.granted_megabytes === 1200);
  await installation.hear(customer, 'selfservice.app-installed');
  const row = await installation.row(customer, ({ granted_megabytes }) => granted_megabytes === 1800);
  await moveTo(installation, customer, (row.quiet_ends_at?.getTime() ?? 0) + 3 * DAY + 1_000);
  expect((await endingOf(installation, customer)).megabytes).toBe(3600);
  return customer;
}

async function neverReacting(): Promise<Invited> {
  const customer = await installation.invite();
  await started(installation, customer);
  await moveTo(installation, customer, Date.now() + 63 * DAY + 1_000);
  expect((await endingOf(installation, customer)).result.endedBecause).toBe('invitation-expired');
  return customer;
}
