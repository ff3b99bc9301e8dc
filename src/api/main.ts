import 'reflect-metadata';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Config } from '../config.js';
import { openDatabase } from '../database/database.js';
import { createLogger } from '../logs/logger.js';
import { onShutdown } from '../shutdown.js';
import { connectTemporal } from '../temporal.js';
import { listen } from './listening.js';

/** Starts the API on the ports of `config.faces` and resolves when it listens; SIGTERM and SIGINT let running requests finish first. */
export async function main(config: Config): Promise<void> {
  const log = createLogger('api', config);
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const database = openDatabase(config, 'api', log);
  const temporal = connectTemporal(config);
  const listening = await listen({ config, database, log, registry, temporal });
  onShutdown(log, async () => {
    await listening.close();
    await Promise.all([database.close(), temporal.close()]);
  });
}
