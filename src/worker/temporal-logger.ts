import type { Logger, LogMetadata } from '@temporalio/common';
import type { Level, Logger as Pino } from 'pino';
import { types } from 'node:util';
import { withoutData } from '../logs/logger.js';

/** Lets Temporal's SDK log through ours: JSON lines, and errors without a customer's data wherever it puts them. */
export function temporalLogger(log: Pino): Logger {
  const write =
    (level: Level) =>
    (message: string, meta: LogMetadata = {}) =>
      log[level](safe(meta), message);
  const levels = {
    trace: write('trace'),
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
  const byName = {
    TRACE: levels.trace,
    DEBUG: levels.debug,
    INFO: levels.info,
    WARN: levels.warn,
    ERROR: levels.error,
  };
  return { ...levels, log: (level, message, meta) => byName[level](message, meta) };
}

/** `err` is what our logger takes the data out of by itself. */
function safe({ error, ...meta }: LogMetadata): Readonly<Record<string, unknown>> {
  const entries = Object.entries(meta).map(([key, value]: [string, unknown]): [string, unknown] => [
    key,
    types.isNativeError(value) && key !== 'err' ? withoutData(value) : value,
  ]);
  return { ...Object.fromEntries(entries), ...(error !== undefined && { err: error as unknown }) };
}
