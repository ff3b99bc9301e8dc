import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DefaultLogger, Runtime, Worker, type WorkflowBundleOption } from '@temporalio/worker';

/** A malformed history, or code that loops on it, would otherwise hang the replay for ever. */
const LIMIT_MS = 10_000;

/** The names of all recorded histories. */
export async function recordedNames(): Promise<readonly string[]> {
  const files = await readdir(import.meta.dirname);
  return files.filter((file) => file.endsWith('.json')).map((file) => basename(file, '.json'));
}

/** A recorded history as JSON. */
export async function recorded(name: string): Promise<{ readonly events: readonly RecordedEvent[] }> {
  return JSON.parse(await readFile(join(import.meta.dirname, `${name}.json`), 'utf8')) as {
    events: RecordedEvent[];
  };
}

interface Payloads {
  readonly payloads?: readonly { readonly data: string }[];
}

/** What tests read of a recorded event. */
export interface RecordedEvent {
  readonly markerRecordedEventAttributes?: { readonly details: Readonly<Record<string, Payloads>> };
  readonly activityTaskCompletedEventAttributes?: { readonly result: Payloads };
  readonly workflowExecutionStartedEventAttributes?: { readonly input: Payloads };
  readonly workflowExecutionCompletedEventAttributes?: { readonly result: Payloads };
}

/** The value in the first payload. */
export function valueOf<T>(carried: Payloads | undefined): T | undefined {
  const data = carried?.payloads?.[0]?.data;
  return data === undefined ? undefined : (JSON.parse(Buffer.from(data, 'base64').toString('utf8')) as T);
}

/** Runs a recorded history through these workflows; throws what breaks, or when it takes longer than 10 s. */
export async function replay(name: string, workflowBundle: WorkflowBundleOption): Promise<void> {
  const history = await recorded(name);
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    limit = setTimeout(() => reject(new Error(`${name} is not replayed within ${LIMIT_MS} ms`)), LIMIT_MS);
  });
  try {
    await Promise.race([Worker.runReplayHistory({ workflowBundle }, history), late]);
  } finally {
    clearTimeout(limit);
  }
}

/** Keeps the SDK from logging what the mutants are meant to break. */
export function replayQuietly(): void {
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => undefined),
    telemetryOptions: { logging: { filter: 'OFF', forward: {} } },
    shutdownSignals: [],
  });
}
