import proto from '@temporalio/proto';
import type { HistoryEvent as Event } from './history.js';

const { EventType } = proto.temporal.api.enums.v1;
const { HistoryEvent } = proto.temporal.api.history.v1;

/** What moving a clock writes into a history; no participation in production has it. */
const MOVED_CLOCK: readonly unknown[] = [
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_OPTIONS_UPDATED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIME_SKIPPING_TRANSITIONED,
];

/** Each of these is one action for itself. */
const ACTIONS: readonly unknown[] = [
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
  EventType.EVENT_TYPE_TIMER_STARTED,
  EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
  EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED,
];

/** The events that a participation costs: those of a moved clock are not among them, nor tries of a task that timed out as it jumped. */
export function ownEvents(events: readonly Event[]): readonly Event[] {
  const inVain = new Set(
    events.flatMap(({ eventId, workflowTaskTimedOutEventAttributes: timedOut }) =>
      timedOut ? [eventId, timedOut.scheduledEventId, timedOut.startedEventId].map(String) : [],
    ),
  );
  return events.filter(
    ({ eventId, eventType }) => !MOVED_CLOCK.includes(eventType) && !inVain.has(String(eventId)),
  );
}

/** The size of these events as the server stores them, but for a few bytes of framing. */
export function bytesOf(events: readonly Event[]): number {
  return events.reduce((sum, event) => sum + HistoryEvent.encode(event).finish().length, 0);
}

/**
 * Billable actions as Temporal Cloud counts them (docs.temporal.io/cloud/actions): the start (a child's is in its own history), each
 * signal, timer, upsert and try of an activity; of local activities one for each workflow task that ran any.
 */
export function actionCount(events: readonly Event[]): number {
  const single = events.filter(({ eventType }) => ACTIONS.includes(eventType)).length;
  const tasksWithLocalActivities = new Set(
    events
      .map(({ markerRecordedEventAttributes: marker }) => marker)
      .filter((marker) => marker?.markerName === 'core_local_activity')
      .map((marker) => String(marker?.workflowTaskCompletedEventId)),
  );
  return single + tasksWithLocalActivities.size;
}
