import { defaultPayloadConverter } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';
import type { Result } from '../../workflows/contract/participation.js';
import type { Installation, Invited } from './installation.js';
import type { TestTemporal } from './temporal.js';
import { until } from './until.js';

export type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** How a participation's workflow ended, and that PostgreSQL says the same. */
export interface Ending {
  readonly result: Result;
  readonly closedAt: Date;
  readonly megabytes: number;
}

/** The events of a workflow's latest run, or of the given one. */
export async function eventsOf(
  { client }: TestTemporal,
  workflowId: string,
  runId?: string,
): Promise<readonly HistoryEvent[]> {
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  return history.events ?? [];
}

/** The names of the timers that were started, in order; cancelled ones included. */
export function timersOf(events: readonly HistoryEvent[]): readonly string[] {
  return events.flatMap(({ timerStartedEventAttributes: timer, userMetadata }) => {
    const summary = userMetadata?.summary;
    return timer && summary ? [defaultPayloadConverter.fromPayload<string>(summary)] : [];
  });
}

/** Waits for the result without asking the server for it: that would move the time-skipping server's clock. */
export async function endingOf(installation: Installation, customer: Invited): Promise<Ending> {
  const last = await until(async () => {
    const event = (await eventsOf(installation.temporal, customer.workflowId)).at(-1);
    return event?.workflowExecutionCompletedEventAttributes ? event : undefined;
  });
  const payload = last.workflowExecutionCompletedEventAttributes?.result?.payloads?.[0];
  if (!payload) throw new Error('the workflow answered nothing');
  const result = defaultPayloadConverter.fromPayload<Result>(payload);
  const row = await installation.row(customer);
  const grants = await installation.grants(customer);
  const told = {
    phase: row.phase,
    granted: grants.map(({ code }) => code),
    because: row.ended_because ?? undefined,
  };
  const answered = { phase: result.phase, granted: [...result.granted].sort(), because: result.endedBecause };
  if (JSON.stringify(told) !== JSON.stringify(answered)) {
    throw new Error(`PostgreSQL ${JSON.stringify(told)} and the workflow ${JSON.stringify(answered)} differ`);
  }
  return { result, closedAt: dateOf(last), megabytes: row.granted_megabytes };
}

/** Until Temporal has acknowledged the workflow's start. */
export async function started({ database }: Installation, { id }: Invited): Promise<void> {
  await until(async () => {
    const { rows } = await database.pool.query<{ status: string }>(
      'select status from delivery where participation_id = $1 order by id limit 1',
      [id],
    );
    return rows[0]?.status === 'applied' || undefined;
  });
}

/** When an event was written, on the workflow's clock. */
export function dateOf({ eventTime }: HistoryEvent): Date {
  return new Date(Number(eventTime?.seconds ?? 0) * 1_000 + (eventTime?.nanos ?? 0) / 1_000_000);
}
