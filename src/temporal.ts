import { Connection, isGrpcServiceError } from '@temporalio/client';
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

/** gRPC status codes of one call that waiting does not mend: the call itself is at fault, or the server fails on it alone. */
const OWN_FAULT: ReadonlySet<number> = new Set([2, 3, 9, 11, 12, 13, 15]);

/** Whether Temporal refused this very call, so that waiting does not mend it; anything else it may take later. */
export function isOwnFault(error: unknown): boolean {
  return isGrpcServiceError(error) && OWN_FAULT.has(error.code);
}
