import { Connection } from '@temporalio/client';
import type { Config } from './config.js';

/** How every process reaches Temporal. Unless TEMPORAL_TLS says otherwise, the SDK speaks TLS when there is an API key. */
export function connectionOptions({ temporalAddress, temporalTls, temporalApiKey }: TemporalConfig) {
  return {
    address: temporalAddress,
    ...(temporalTls !== undefined && { tls: temporalTls }),
    ...(temporalApiKey !== undefined && { apiKey: temporalApiKey }),
  };
}

type TemporalConfig = Pick<Config, 'temporalAddress' | 'temporalTls' | 'temporalApiKey'>;

/** A connection that is opened with its first use, so that everything starts and accepts without Temporal. */
export function connectTemporal(config: TemporalConfig): Connection {
  return Connection.lazy(connectionOptions(config));
}
