import { types } from 'node:util';
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

/** PostgreSQL and Prisma repeat values in their texts; code and place are enough to find the cause. */
export function withoutData(error: unknown): unknown {
  if (!types.isNativeError(error)) return { type: typeof error };
  const { type, message, stack } = stdSerializers.err(error);
  if (error instanceof pg.DatabaseError) {
    const { code, schema, table, column, constraint, routine } = error;
    return { type: 'DatabaseError', code, schema, table, column, constraint, routine, stack: frames(stack) };
  }
  if (error.name.startsWith('Prisma')) {
    return { type: error.name, code: 'code' in error ? error.code : undefined, stack: frames(stack) };
  }
  if (error.cause === undefined) return { type, message, stack };
  // pino appends the causes' own messages and stacks
  return { type, message: error.message, stack: frames(error.stack ?? ''), cause: withoutData(error.cause) };
}

function frames(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .join('\n');
}
