import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Home } from './home.js';
import type { PartSpec } from './part.js';
import { notePostgresMade, postgresPlace } from './postgres-place.js';
import { preparePostgres, postgresUrl } from './postgres-server.js';
import { identify } from './process-identity.js';

/** A number that no system gives to a process: PostgreSQL then takes its lock file for a dead server's. */
const NOBODY = 2_147_483_646;

/** PostgreSQL as a part, and the address of its database `quietline`. */
export interface PostgresPart {
  readonly spec: PartSpec;
  readonly url: string;
  /** Makes the database if it is not there; call it when the part serves. */
  readonly ensureDatabase: () => Promise<void>;
}

/** Makes the database cluster if the home has none. Throws when it cannot. */
export async function postgresPart(
  home: Home,
  port: number,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<PostgresPart> {
  const folder = await postgresPlace(home, say);
  const options = { folder, port, password: home.secret('database-password') };
  const { program, args, account } = await preparePostgres(options);
  notePostgresMade(home);
  return {
    url: postgresUrl(options, 'quietline'),
    ensureDatabase: () => ensureDatabase(postgresUrl(options, 'postgres')),
    spec: {
      name: 'postgres',
      program,
      args,
      account,
      env: { ...env, LC_MESSAGES: 'C' },
      log: home.log('postgres'),
      // A fast shutdown: SIGTERM would wait for every client to leave.
      stopSignal: 'SIGINT',
      channel: false,
      prepare: async () => releaseStaleLock(join(folder, 'data')),
      probe: () => answers(postgresUrl(options, 'postgres')),
    },
  };
}

/**
 * After a kill -9 the lock file names a number that may belong to another process by now, and PostgreSQL would not start.
 * Only the number is replaced: by the rest of the file PostgreSQL still finds out whether an old backend holds the data.
 */
export function releaseStaleLock(data: string): void {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const [pid, ...rest] = readFileSync(file, 'utf8').split('\n');
  const holder = identify(Number(pid));
  if (holder && !holder.command.includes(data)) writeFileSync(file, [NOBODY, ...rest].join('\n'));
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 });
  client.on('error', () => undefined); // the next question tells
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false; // still starting
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query(`select from pg_database where datname = 'quietline'`);
    if (rowCount === 0) await client.query('create database quietline');
  } finally {
    await client.end();
  }
}
