import 'reflect-metadata';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Config } from '../config.js';
import { openDatabase } from '../database/database.js';
import { createLogger } from '../logs/logger.js';
import { onShutdown } from '../shutdown.js';
import { connectTemporal } from '../temporal.js';
import { createApp } from './app.js';

/** Starts the API on `config.port` and resolves when it listens; SIGTERM and SIGINT let running requests finish first. */
export async function main(config: Config): Promise<void> {
  const log = createLogger('api', config);
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const database = openDatabase(config, 'api', log);
  const temporal = connectTemporal(config);
  const app = await createApp({ config, database, log, registry, temporal });
  await app.listen(config.port, '0.0.0.0');
  onShutdown(log, async () => {
    await app.close();
    await Promise.all([database.close(), temporal.close()]);
  });
  log.info({ port: config.port }, 'the API listens');
}
