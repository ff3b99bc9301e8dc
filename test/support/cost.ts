import proto from '@temporalio/proto';
import type { HistoryEvent as Event } from './history.js';

const { EventType, WorkflowTaskFailedCause } = proto.temporal.api.enums.v1;
const { HistoryEvent } = proto.temporal.api.history.v1;

/** What moving a clock writes into a history; no participation in production has it. */
const MOVED_CLOCK: readonly unknown[] = [
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_OPTIONS_UPDATED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIME_SKIPPING_TRANSITIONED,
];

const UNHANDLED_COMMAND: unknown = WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND;

/** Each of these is one action for itself. */
const ACTIONS: readonly unknown[] = [
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
  EventType.EVENT_TYPE_TIMER_STARTED,
  EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
  EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED,
];

/**
 * The events that a participation costs: those of a moved clock are not among them, nor workflow tasks in vain. A task is in vain that timed
 * out as the clock jumped, or that the server refused since something else was written meanwhile (UnhandledCommand), such as that jump.
 */
export function ownEvents(events: readonly Event[]): readonly Event[] {
  const inVain = new Set(events.flatMap(eventsInVain).map(String));
  return events.filter(
    ({ eventId, eventType }) => !MOVED_CLOCK.includes(eventType) && !inVain.has(String(eventId)),
  );
}

/** The ids of a workflow task's three events, at the last of them, if it was in vain. */
function eventsInVain({
  eventId,
  workflowTaskTimedOutEventAttributes: timedOut,
  workflowTaskFailedEventAttributes: failed,
}: Event) {
  const refused = failed?.cause === UNHANDLED_COMMAND ? failed : undefined;
  const end = timedOut ?? refused;
  return end ? [eventId, end.scheduledEventId, end.startedEventId] : [];
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

/**
 * Whether something took longer than its first attempt is given, and so went another way: a step as an ordinary activity, a credit by a
 * workflow of its own. A machine that is busy with other things can bring that about at any time.
 */
export function wentTheLongWay(events: readonly Event[]): boolean {
  return events.some(
    ({
      activityTaskScheduledEventAttributes: activity,
      startChildWorkflowExecutionInitiatedEventAttributes: child,
    }) => activity ?? child,
  );
}
