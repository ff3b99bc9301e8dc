import pg from 'pg';
import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino';

/** A logger that writes JSON lines; errors of the database lose the texts that may repeat a customer's data. */
export function createLogger(
  name: string,
  config: { readonly logLevel: string },
  destination?: DestinationStream,
): Logger {
  const options = {
    name,
    level: config.logLevel,
    redact: ['*.headers', 'headers', '*.authorization', '*.cookie'],
    serializers: { err: withoutData },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** PostgreSQL repeats values in message, detail and where; its code and the place are enough to find the cause. */
function withoutData(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  if (!(error instanceof pg.DatabaseError)) {
    const { type, message, stack } = stdSerializers.err(error);
    return { type, message, stack };
  }
  const { code, schema, table, column, constraint, routine, stack } = error;
  const frames = stack?.split('\n').filter((line) => line.startsWith('    at '));
  return {
    type: 'DatabaseError',
    code,
    schema,
    table,
    column,
    constraint,
    routine,
    stack: frames?.join('\n'),
  };
}
