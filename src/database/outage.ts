import { types } from 'node:util';
import pg from 'pg';

/** SQLSTATE classes and codes that say "not now": connection lost, resources short, shutting down or cancelled, a lock or a place in order not got. */
const NOT_NOW = /^(08|40001|40P01|53|57|55P03)/;
const NETWORK = /^E(CONN|PIPE|HOST|NET|TIMEDOUT|AI_)|^ENOTFOUND$/;
/** Prisma's own codes: cannot reach, timed out, closed the connection, no connection free. */
const PRISMA = /^P(1001|1002|1008|1017|2024)$/;
const BY_TEXT =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/;

/** Whether PostgreSQL could not be reached or could not answer now, so that the same request may succeed later. */
export function isOutage(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return NOT_NOW.test(error.code ?? '');
  if (!types.isNativeError(error)) return false;
  if ('errors' in error && Array.isArray(error.errors)) return error.errors.some(isOutage);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return NETWORK.test(code) || PRISMA.test(code) || BY_TEXT.test(error.message);
}
