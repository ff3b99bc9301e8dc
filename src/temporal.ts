import { Connection } from '@temporalio/client';
import type { Config } from './config.js';

/** A connection that is opened with its first use, so that everything starts and accepts without Temporal. */
export function connectTemporal(config: Config): Connection {
  return Connection.lazy({
    address: config.temporalAddress,
    tls: config.temporalTls,
    ...(config.temporalApiKey && { apiKey: config.temporalApiKey }),
  });
}
