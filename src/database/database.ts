import type { Pool, PoolClient } from 'pg';
import pg from 'pg';
import type { Logger } from 'pino';
import type { PrismaClient } from '../../prisma/generated/client.js';
import { createPrisma } from '../../prisma/client.js';
import { inTransaction } from '../../prisma/transaction.js';

/** Whatever runs one statement: the pool, or a transaction's connection. */
export type Queryable = Pick<Pool | PoolClient, 'query'>;

/** No request waits longer than this for a connection, or for one statement, lock waits included. */
const CONNECT_WITHIN_MS = 5_000;
const ANSWER_WITHIN_MS = 15_000;
/** Later than PostgreSQL's own limit, for one that is no longer there to keep it: its host died, or the network is silent. */
const SILENT_AFTER_MS = 20_000;

/**
 * Our statements are short and have an index; the sweep's count of all that are open reads every row either way. Without
 * this PostgreSQL keeps, per connection, the sequential scan that a foreign key's check was planned with while its table
 * was small, until the next analysis.
 */
const SHORT_STATEMENTS = '-c enable_seqscan=off -c jit=off';

/** The shared pool: raw SQL where speed counts, Prisma where reading code does. */
export class Database {
  readonly prisma: PrismaClient;

  constructor(readonly pool: Pool) {
    this.prisma = createPrisma(pool);
  }

  transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    return inTransaction(this.pool, work);
  }

  async close(): Promise<void> {
    await this.prisma.$disconnect();
    await this.pool.end();
  }
}

/** Opens the pool of one process; connections come with the first query. */
export function openPool(
  config: { databaseUrl: string; databasePoolSize: number },
  name: string,
  log: Logger,
): Pool {
  const pool = new pg.Pool({
    connectionString: config.databaseUrl,
    max: config.databasePoolSize,
    application_name: name,
    options: SHORT_STATEMENTS,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    statement_timeout: ANSWER_WITHIN_MS,
    query_timeout: SILENT_AFTER_MS,
    keepAlive: true,
    idle_in_transaction_session_timeout: ANSWER_WITHIN_MS,
  });
  // An idle connection that breaks would otherwise end the process; the pool replaces it by itself.
  pool.on('error', (err) => log.warn({ err }, 'lost an idle database connection'));
  return pool;
}
