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

/** What was asked can never be done, whoever is asked and whenever. */
const INVALID_ARGUMENT = 3;

/**
 * Whether Temporal refused this very call, so that waiting does not mend it. Anything else is waited out: a server that is ill, or whatever
 * stands before it, answers with any other status (UNKNOWN, INTERNAL, UNIMPLEMENTED), and a namespace that moves with FAILED_PRECONDITION.
 */
export function isOwnFault(error: unknown): boolean {
  return isGrpcServiceError(error) && Number(error.code) === INVALID_ARGUMENT;
}
