import { expect, it } from '@jest/globals';
import { actionCount, bytesOf, ownEvents } from '../support/cost.js';
import { endingOf, eventsOf, started } from '../support/history.js';
import { Installation, type Invited } from '../support/installation.js';
import { moveTo } from '../support/moved-clock.js';
import { DAY } from '../support/skipped-time.js';
import { ownTemporalEnvironment } from '../support/temporal.js';

const temporal = await ownTemporalEnvironment();
const installation = await Installation.start(temporal);

/** What a history costs, what moving the clock wrote not counted. */
async function costOf({ workflowId }: Invited) {
  const events = ownEvents(await eventsOf(temporal, workflowId));
  return { events: events.length, actions: actionCount(events), bytes: bytesOf(events) };
}

it('costs little to reward: invitation, three milestones, nine months and settlement', async () => {
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
  const { events, actions, bytes } = await costOf(customer);
  expect(events).toBeLessThanOrEqual(45);
  expect(actions).toBeLessThanOrEqual(12);
  expect(bytes).toBeLessThanOrEqual(8 * 1024);
});

it('costs next to nothing to invite somebody who never reacts', async () => {
  const customer = await installation.invite();
  await started(installation, customer);
  await moveTo(installation, customer, Date.now() + 63 * DAY + 1_000);

  expect((await endingOf(installation, customer)).result.endedBecause).toBe('invitation-expired');
  const { events, actions } = await costOf(customer);
  expect(events).toBeLessThanOrEqual(7);
  expect(actions).toBeLessThanOrEqual(2);
});
