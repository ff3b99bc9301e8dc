import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Account, executables, postgresAccount } from './postgres-user.js';

/** Where and how a PostgreSQL server of our own runs. */
export interface PostgresOptions {
  /** Holds the data (`data/`) and, where needed, the executables. Its parents must be open to user postgres if we are root. */
  readonly folder: string;
  readonly port: number;
  /** Of user `postgres`, over TCP on 127.0.0.1 only. */
  readonly password: string;
  /** Further settings, `name: value`, as in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A PostgreSQL server that runs until `stop`. */
export interface RunningPostgres {
  url(database: string): string;
  /** A fast shutdown: open transactions are rolled back, the data is left whole. Resolves when the process has ended. */
  stop(): Promise<void>;
}

/** Makes a database cluster in `folder` if there is none, starts it, and resolves once it takes connections. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { program, args, account } = await preparePostgres(options);
  const server = spawn(program, args, { ...account, stdio: ['ignore', 'ignore', 'pipe'] });
  await untilReady(server);
  return { url: (database) => postgresUrl(options, database), stop: () => stop(server) };
}

/** The command that starts the server in the foreground. */
export interface PostgresCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly account: Account | undefined;
}

/** Makes a database cluster in `folder` if there is none, and says how to start it. */
export async function preparePostgres(options: PostgresOptions): Promise<PostgresCommand> {
  const account = await postgresAccount();
  const programs = await executables(account, options.folder);
  const data = join(options.folder, 'data');
  await initialise(programs.initdb, data, options, account);
  return { program: programs.postgres, args: ['-D', data, ...flags(options)], account };
}

/** The address of one database of the server that `options` describe. */
export function postgresUrl(options: PostgresOptions, database: string): string {
  return `postgresql://postgres:${options.password}@127.0.0.1:${options.port}/${database}`;
}

/** Into a folder of another name first, so that a half-made cluster is never taken for a whole one. */
async function initialise(
  initdb: string,
  data: string,
  options: PostgresOptions,
  account?: Account,
): Promise<void> {
  if (existsSync(data)) return;
  const draft = `${data}.new`;
  const passwordFile = join(options.folder, `password-${randomBytes(6).toString('hex')}`);
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, options.password, { mode: 0o600 });
  if (account) await Promise.all([draft, passwordFile].map((path) => chown(path, account.uid, account.gid)));
  try {
    const made = spawn(initdb, initdbFlags(draft, passwordFile), {
      ...account,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const said = collect(made);
    const [code] = (await once(made, 'close')) as [number | null];
    if (code !== 0) throw new Error(`PostgreSQL's initdb failed: ${said()}`);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(draft, data);
}

function initdbFlags(data: string, passwordFile: string): string[] {
  return [
    `--pgdata=${data}`,
    `--pwfile=${passwordFile}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
  ];
}

function flags(options: PostgresOptions): string[] {
  const settings = {
    port: String(options.port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    lc_messages: 'C',
    ...options.settings,
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** What the process writes to stderr, the last 4,000 characters of it. */
function collect(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (text = (text + chunk).slice(-4000)));
  return () => text;
}

async function untilReady(server: ChildProcess): Promise<void> {
  const said = collect(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`PostgreSQL did not start: ${said()}`)));
    server.stderr?.on('data', () => {
      if (said().includes('ready to accept connections')) resolve();
    });
  });
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGINT');
  await ended;
}
