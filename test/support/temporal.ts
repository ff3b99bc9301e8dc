import { randomUUID } from 'node:crypto';
import { afterAll } from '@jest/globals';
import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, type Logger, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import { startDevServer } from './dev-server.js';
import { executable } from './executables.js';
import { sharedServer } from './servers-client.js';

/** As the SDK's, but connection and namespace are the environment's, and without workflows it gets the bundle of workflows/. */
export type TestWorkerOptions = Omit<WorkerOptions, 'connection' | 'namespace'>;

/** A worker that runs until `stop`, or until the file's last test. */
export interface RunningWorker {
  readonly worker: Worker;
  /** Shuts down and resolves once all is finished; rejects when the worker failed meanwhile. May be called again. */
  stop(): Promise<void>;
}

/** A Temporal server and what a test needs to talk to it. */
export interface TestTemporal {
  /** host:port, for what takes a TEMPORAL_ADDRESS. */
  readonly address: string;
  readonly namespace: string;
  readonly client: Client;
  /** The SDK's own object: `connection`, `nativeConnection`, and for the time-skipping server `sleep` and `currentTimeMs`. */
  readonly environment: TestWorkflowEnvironment;
  /** A task queue that nobody else has; a new one each time. */
  taskQueue(): string;
  startWorker(options: TestWorkerOptions): Promise<RunningWorker>;
}

/**
 * Connects to the dev server that all test files share (real server, every workflow's clock can be moved by its own).
 * Call it at the top of the file: `const temporal = await temporalEnvironment();`. Use ids and task queues of your own.
 */
export async function temporalEnvironment(): Promise<TestTemporal> {
  const address = await sharedServer('temporal');
  beQuiet();
  return forTests(await TestWorkflowEnvironment.createFromExistingServer({ address }));
}

/**
 * As `temporalEnvironment`, but a server of this file's own, for what needs the fixed task queues or kills the server.
 * `settings`: more of its dynamic settings, each as `name=value`; `logger`: what hears the SDK, the first of the process.
 */
export async function ownTemporalEnvironment(
  settings: readonly string[] = [],
  logger?: Logger,
): Promise<TestTemporal> {
  beQuiet(logger);
  return forTests(await startDevServer(settings));
}

/**
 * Starts a classic time-skipping server of this file's own: one clock for all its workflows, `environment.sleep('100 days')`
 * moves it. No lists, schedules or history sizes. Call it at the top of the file.
 */
export async function timeSkippingEnvironment(): Promise<TestTemporal> {
  beQuiet();
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: executable('temporal-test-server') } },
  });
  const keyword = temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
  const searchAttributes = { programme: keyword, phase: keyword };
  await environment.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes,
  });
  return forTests(environment);
}

let quiet = false;

/** Only errors of the SDK's, and no signal handlers of its own. What calls `Runtime.install` itself needs its own process. */
function beQuiet(logger: Logger = new DefaultLogger('ERROR')): void {
  if (quiet) return;
  quiet = true;
  Runtime.install({ logger, shutdownSignals: [] });
}

function forTests(environment: TestWorkflowEnvironment): TestTemporal {
  const workers: RunningWorker[] = [];
  const namespace = environment.namespace ?? 'default';
  afterAll(async () => {
    const stopped = await Promise.allSettled(workers.map((worker) => worker.stop()));
    await environment.teardown();
    for (const end of stopped) if (end.status === 'rejected') throw end.reason;
  });
  return {
    address: environment.address,
    namespace,
    client: environment.client,
    environment,
    taskQueue: () => `test-${randomUUID()}`,
    startWorker: async (options) => {
      const worker = await createWorker(environment, namespace, options);
      const running = run(worker);
      workers.push(running);
      return running;
    },
  };
}

async function createWorker(
  environment: TestWorkflowEnvironment,
  namespace: string,
  options: TestWorkerOptions,
) {
  const given = options.workflowsPath ?? options.workflowBundle;
  const workflows = given ? {} : { workflowBundle: { codePath: await sharedServer('workflows') } };
  return Worker.create({ ...workflows, ...options, connection: environment.nativeConnection, namespace });
}

function run(worker: Worker): RunningWorker {
  const ended = worker.run().then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  return {
    worker,
    stop: async () => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      const failure = await ended;
      if (failure) throw failure.error;
    },
  };
}
