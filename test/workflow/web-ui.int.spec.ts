import { describe, expect, it } from '@jest/globals';
import { defaultPayloadConverter } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { Status } from '../../workflows/contract/participation.js';
import { endingOf, eventsOf, started, timersOf } from '../support/history.js';
import { Installation, type Invited } from '../support/installation.js';
import { moveTo } from '../support/moved-clock.js';
import { DAY } from '../support/skipped-time.js';
import { ownTemporalEnvironment } from '../support/temporal.js';
import { until } from '../support/until.js';
import { registered } from './kit.js';

const temporal = await ownTemporalEnvironment();
const installation = await Installation.start(temporal);
const { EventType } = proto.temporal.api.enums.v1;

const handleOf = ({ workflowId }: Invited) => temporal.client.workflow.getHandle(workflowId);
const day = (date: Date | null) => date?.toISOString().slice(0, 10) ?? '';

/** The phase as one finds it, as soon as the workflow task that shows it is done. */
async function searchable(customer: Invited, phase: string): Promise<void> {
  await until(async () => {
    const { searchAttributes } = await handleOf(customer).describe();
    return searchAttributes['phase']?.[0] === phase ? true : undefined;
  });
}

describe('in the Web UI', () => {
  it('a participation says what it is, where it stands and until when', async () => {
    const customer = await registered(installation);
    await searchable(customer, 'quiet');
    const description = await handleOf(customer).describe();
    expect(await description.staticSummary()).toBe('Participation in online-statt-hotline, version 1');
    expect(description.searchAttributes).toMatchObject({
      programme: ['online-statt-hotline'],
      phase: ['quiet'],
    });

    const { quiet_ends_at } = await installation.row(customer);
    expect(timersOf(await eventsOf(temporal, customer.workflowId))).toEqual([
      `quiet period until ${day(quiet_ends_at)}`,
    ]);
    const details = await currentDetails(customer);
    expect(details).toContain('| phase | quiet |');
    expect(details).toContain(`| next due | quiet period, ${quiet_ends_at?.toISOString()} |`);
    expect(details).toContain('| granted | registered |');
  });

  it('the query tells phase, next due instant, grants and steps', async () => {
    const customer = await registered(installation);
    await searchable(customer, 'quiet');
    const { quiet_ends_at } = await installation.row(customer);
    expect(await handleOf(customer).query<Status>('status')).toEqual({
      phase: 'quiet',
      nextDue: { what: 'quiet period', at: quiet_ends_at?.toISOString() },
      granted: ['registered'],
      steps: 1,
      undecided: 0,
    });
  });

  it('activities are words', async () => {
    const customer = await registered(installation);
    await searchable(customer, 'quiet');
    const markers = (await eventsOf(temporal, customer.workflowId)).flatMap(
      ({ markerRecordedEventAttributes: marker }) =>
        marker ? [marker.details?.['data']?.payloads?.[0]] : [],
    );
    const types = markers.map((payload) => {
      const { activity_type } = defaultPayloadConverter.fromPayload<{ activity_type: string }>(payload ?? {});
      return activity_type;
    });
    expect(types).toEqual(['record']);
  });

  it('a call cancels the timer, for all to see, and the phase is searchable when it changes and only then', async () => {
    const customer = await registered(installation);
    const { quiet_ends_at } = await installation.row(customer);
    const end = quiet_ends_at?.getTime() ?? 0;
    await installation.hear(customer, 'hotline.called', { callId: 'c' });
    await searchable(customer, 'forfeited');
    await installation.hear(customer, 'hotline.call-retracted', { callId: 'c' });
    await searchable(customer, 'quiet');
    await moveTo(installation, customer, end + 3 * DAY + 1_000);
    await endingOf(installation, customer);

    const events = await eventsOf(temporal, customer.workflowId);
    const upserts = events.flatMap(({ upsertWorkflowSearchAttributesEventAttributes: upsert }) =>
      upsert
        ? [defaultPayloadConverter.fromPayload(upsert.searchAttributes?.indexedFields?.['phase'] ?? {})]
        : [],
    );
    expect(upserts).toEqual(['quiet', 'forfeited', 'quiet']);
    const settled = new Date(end + 3 * DAY);
    expect(timersOf(events)).toEqual([
      `quiet period until ${day(quiet_ends_at)}`,
      `forfeiture until ${day(settled)}`,
      `quiet period until ${day(quiet_ends_at)}`,
      `settlement until ${day(settled)}`,
    ]);
    const cancelled = events.filter(({ eventType }) => eventType === EventType.EVENT_TYPE_TIMER_CANCELED);
    expect(cancelled).toHaveLength(2);
  });

  it('cancelling is leaving: what was earned is paid, and the workflow completes', async () => {
    const customer = await registered(installation);
    await handleOf(customer).cancel();
    const { result, megabytes } = await endingOf(installation, customer);
    expect({ ...result, megabytes }).toEqual({
      phase: 'ended',
      endedBecause: 'left',
      granted: ['registered'],
      megabytes: 600,
    });
  });

  it('cancelling is leaving at once also while the invitation sleeps', async () => {
    const customer = await installation.invite();
    await started(installation, customer);
    await handleOf(customer).cancel();
    expect((await endingOf(installation, customer)).result).toMatchObject({ endedBecause: 'left' });
    expect(await eventsOf(temporal, customer.workflowId)).toHaveLength(7);
  });

  it('a cancellation beside another stop changes nothing and holds nothing up', async () => {
    const customer = await registered(installation);
    await installation.stopWorkers();
    await installation.hear(customer, 'participation.left');
    await installation.hear(customer, 'selfservice.video-watched');
    await handleOf(customer).cancel();
    await until(async () => {
      const heard = (await eventsOf(temporal, customer.workflowId)).filter(
        ({ workflowExecutionSignaledEventAttributes }) => workflowExecutionSignaledEventAttributes,
      );
      return heard.length === 3 || undefined;
    });
    await installation.startWorkers();
    const { result, megabytes } = await endingOf(installation, customer);
    expect({ ...result, megabytes }).toMatchObject({ endedBecause: 'left', megabytes: 600 });
  });
});

/** The table of the Web UI, as it asks for it. */
async function currentDetails(customer: Invited): Promise<string> {
  const metadata = await handleOf(customer).query<{ currentDetails?: string }>(
    '__temporal_workflow_metadata',
  );
  return metadata.currentDetails ?? '';
}
