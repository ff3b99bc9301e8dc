import pg from 'pg';

/** SQLSTATE classes and codes that say "not now": connection lost, resources short, shutting down, cancelled, a lock not got. */
const NOT_NOW = /^(08|53|57|55P03)/;
const NETWORK = /^E(CONN|PIPE|HOST|NET|TIMEDOUT|AI_)|^ENOTFOUND$/;

/** Whether PostgreSQL could not be reached or could not answer now, so that the same request may succeed later. */
export function isOutage(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return NOT_NOW.test(error.code ?? '');
  if (error instanceof AggregateError) return error.errors.some(isOutage);
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && NETWORK.test(error.code)) return true;
  return /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout)/.test(
    error.message,
  );
}
