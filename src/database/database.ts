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

/** A pool, and transactions on its connections. */
export class Connections {
  constructor(readonly pool: Pool) {}

  transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    return inTransaction(this.pool, work);
  }
}

/** The connections of an API: raw SQL where speed counts, Prisma where reading code does. */
export class Database extends Connections {
  readonly prisma: PrismaClient;
  /**
   * What operators' systems report and command goes over these alone, so that nobody who reads, or opens pages without a token,
   * can keep it waiting. Who holds one of them takes none of the others.
   */
  readonly commands: Connections;

  /** Without a pool for commands they go over the same as everything else. */
  constructor(pool: Pool, commands?: Pool) {
    super(pool);
    this.prisma = createPrisma(pool);
    this.commands = commands ? new Connections(commands) : this;
  }

  async close(): Promise<void> {
    await this.prisma.$disconnect();
    await this.pool.end();
    if (this.commands !== this) await this.commands.pool.end();
  }
}

/** The database of an API, with two pools of `databasePoolSize` connections each. */
export function openDatabase(config: PoolConfig, name: string, log: Logger): Database {
  return new Database(openPool(config, `${name}-reading`, log), openPool(config, name, log));
}

interface PoolConfig {
  readonly databaseUrl: string;
  readonly databasePoolSize: number;
}

/** Gauges are read again soon: what is locked is given up at once, and what takes long keeps the others waiting no longer than this. */
const GAUGES = { max: 3, statement_timeout: 5_000, lock_timeout: 500 };

/** Opens the pool of one process; connections come with the first query. */
export function openPool(config: PoolConfig, name: string, log: Logger): Pool {
  return open(config, name, log, { max: config.databasePoolSize, statement_timeout: ANSWER_WITHIN_MS });
}

/** Opens the few connections on which a process collects its gauges, so that a slow one takes none from anybody else. */
export function openGaugePool(config: Pick<PoolConfig, 'databaseUrl'>, name: string, log: Logger): Pool {
  return open(config, `${name}-gauges`, log, GAUGES);
}

function open(
  config: Pick<PoolConfig, 'databaseUrl'>,
  name: string,
  log: Logger,
  limits: pg.PoolConfig,
): Pool {
  const pool = new pg.Pool({
    connectionString: config.databaseUrl,
    application_name: name,
    options: SHORT_STATEMENTS,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    query_timeout: SILENT_AFTER_MS,
    keepAlive: true,
    idle_in_transaction_session_timeout: ANSWER_WITHIN_MS,
    ...limits,
  });
  // An idle connection that breaks would otherwise end the process; the pool replaces it by itself.
  pool.on('error', (err) => log.warn({ err }, 'lost an idle database connection'));
  return pool;
}
