import { hostname } from 'node:os';
import { Registry } from 'prom-client';
import type { Config } from '../config.js';
import { openGaugePool, openPool } from '../database/database.js';
import { databaseChecks } from '../health/health.js';
import { createLogger } from '../logs/logger.js';
import { serveMetrics } from '../metrics/serve.js';
import { onShutdown } from '../shutdown.js';
import { connectTemporal } from '../temporal.js';
import { BegunWaves } from './begun-waves.js';
import { callHash } from '../../prisma/call-hash.js';
import { ForgottenCredits } from './forgotten-credits.js';
import { MOST_PASSES_AT_ONCE, RelayLoop } from './loop.js';
import { lookAll } from './looking.js';
import { cachedProgrammes } from '../../prisma/programmes.js';
import { Runs } from '../../prisma/runs.js';
import { Relay } from './relay.js';
import { relayMetrics } from './relay-metrics.js';
import { TemporalGateway } from './temporal-gateway.js';
import { WakeUp } from './wake-up.js';

/** Runs a relay until SIGTERM or SIGINT; it finishes its pass first. */
export async function main(config: Config): Promise<void> {
  const log = createLogger('relay', config);
  const pool = openPool(config, 'relay', log);
  const gaugePool = openGaugePool(config, 'relay', log);
  const connection = connectTemporal(config);
  const registry = new Registry();
  const gateway = new TemporalGateway(connection, config.temporalNamespace, `relay@${hostname()}`);
  const means = {
    gateway,
    programmes: cachedProgrammes(),
    hash: callHash(config.hashKey),
    now: Date.now,
  };
  const wakeUp = new WakeUp(config.databaseUrl, log);
  const relay = new Relay(pool, means, relayMetrics(registry, gaugePool, log), log);
  const credits = new ForgottenCredits(pool, gateway, log);
  const waves = new BegunWaves(pool, gateway, log);
  const lookers = { 'forgotten-credits': credits, waves };
  const runs = new Runs(pool);
  const pass = async () => {
    await lookAll(lookers, runs, log);
    return relay.pass();
  };
  const loop = new RelayLoop({ pass }, wakeUp, log, passesAtOnce(config));
  const metrics = await serveMetrics(config.metricsPort, registry, databaseChecks(pool));
  const running = loop.run();
  onShutdown(log, async () => {
    loop.stop();
    await running;
    await Promise.all([wakeUp.close(), connection.close(), metrics.close()]);
    await Promise.all([pool.end(), gaugePool.end()]);
  });
  log.info('relay is running');
}

/** Each pass holds a connection, and one is left for whatever else is asked. */
function passesAtOnce({ databasePoolSize }: Config): number {
  return Math.min(MOST_PASSES_AT_ONCE, databasePoolSize - 1);
}
