import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type NativeConnection, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { CHARGING_QUEUE } from '../../workflows/contract/credit.js';
import { TASK_QUEUE } from '../../workflows/contract/participation.js';
import type { Config } from '../config.js';
import type { Activities } from './activities.js';
import { databaseFailures } from './database-failure.js';

/** Enough for the participations of the moment, at about 0.15 MB each. */
const CACHED_WORKFLOWS = 500;

/** The worker of participations and the one that asks the charging system at the rate that the server holds over all workers. */
export async function createWorkers(
  config: Config,
  connection: NativeConnection,
  activities: Activities,
  workflowBundle: WorkflowBundleOption = builtWorkflows(),
): Promise<readonly Worker[]> {
  const common = {
    connection,
    namespace: config.temporalNamespace,
    interceptors: { activity: [databaseFailures] },
  };
  const participations = await Worker.create({
    ...common,
    taskQueue: TASK_QUEUE,
    workflowBundle,
    activities: activities.participations,
    maxCachedWorkflows: CACHED_WORKFLOWS,
    maxConcurrentActivityTaskExecutions: config.databasePoolSize,
    maxConcurrentLocalActivityExecutions: config.databasePoolSize,
  });
  const charging = await Worker.create({
    ...common,
    taskQueue: CHARGING_QUEUE,
    activities: activities.charging,
    maxConcurrentActivityTaskExecutions: config.databasePoolSize,
    maxTaskQueueActivitiesPerSecond: config.chargingRate,
  });
  return [participations, charging];
}

/** The build lacks its bundle of workflows; the message says how it is made. */
export class MissingBundleError extends Error {
  override readonly name = 'MissingBundleError';
  constructor(codePath: string) {
    super(`the workflows are not bundled at ${codePath}: build with node bootstrap.mjs, which bundles them`);
  }
}

/** As the build has bundled them: bundling here would take seconds, and keep the bundler in memory. Throws MissingBundleError. */
function builtWorkflows(): WorkflowBundleOption {
  const codePath = fileURLToPath(new URL('../../workflows/bundle.js', import.meta.url));
  if (!existsSync(codePath)) throw new MissingBundleError(codePath);
  return { codePath };
}
