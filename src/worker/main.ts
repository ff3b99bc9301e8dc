import { NativeConnection, Runtime } from '@temporalio/worker';
import { Registry } from 'prom-client';
import type { Config } from '../config.js';
import { openGaugePool, openPool } from '../database/database.js';
import { createLogger } from '../logs/logger.js';
import { serveMetrics } from '../metrics/serve.js';
import { onShutdown } from '../shutdown.js';
import { connectionOptions } from '../temporal.js';
import { createActivities } from './activities.js';
import { scheduleSweep } from './schedules.js';
import { senderMetrics } from './sender-metrics.js';
import { Sender } from './sender.js';
import { Eraser } from './eraser.js';
import { requireSearchAttributes } from './search-attributes.js';
import { temporalLogger } from './temporal-logger.js';
import { workerChecks } from './worker-checks.js';
import { createWorkers } from './workers.js';

/** Runs a worker until SIGTERM or SIGINT; exits with 1 when it fails, so that whoever supervises it starts another. */
export async function main(config: Config): Promise<void> {
  const log = createLogger('worker', config);
  // Signals are ours: the worker is drained before the database is closed.
  Runtime.install({
    logger: temporalLogger(log),
    telemetryOptions: { logging: { forward: {}, filter: { core: 'WARN', other: 'ERROR' } } },
    shutdownSignals: [],
  });
  const pool = openPool(config, 'worker', log);
  const gaugePool = openGaugePool(config, 'worker', log);
  const registry = new Registry();
  const connection = await NativeConnection.connect(connectionOptions(config));
  await requireSearchAttributes(connection.operatorService, config.temporalNamespace, log);
  const activities = createActivities(config, pool, registry, connection);
  const workers = await createWorkers(config, connection, activities);
  await scheduleSweep(config, connection);
  const metrics = await serveMetrics(config.metricsPort, registry, workerChecks(pool, connection, workers));
  const sender = new Sender(config, pool, log, senderMetrics(registry, gaugePool, log));
  const eraser = new Eraser(config, pool, log);
  const running = Promise.all([...workers.map((worker) => worker.run()), sender.run(), eraser.run()]);
  running.catch((error: unknown) => {
    log.fatal({ err: error }, 'the worker has failed');
    process.exit(1);
  });
  onShutdown(log, async () => {
    sender.stop();
    eraser.stop();
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    await running;
    await connection.close();
    await Promise.all([metrics.close(), pool.end(), gaugePool.end()]);
  });
  log.info('worker is running');
}
