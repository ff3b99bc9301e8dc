import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { openTemporaryFolder } from '../src/embedded/postgres-user.js';
import { freePorts, portsFrom } from '../src/embedded/ports.js';

/** The shipped install, as `npm start` brings it up, in a folder of its own: what all contenders run on. */
export interface System {
  readonly api: string;
  readonly token: string;
  readonly temporalAddress: string;
  readonly chargingUrl: string;
  /** The address of a database on its PostgreSQL server. */
  databaseUrl(name: string): string;
  readonly supervisorPid: number | undefined;
  stop(): Promise<void>;
}

/** So many that Quietline's own limit is not what is measured. */
const CHARGING_RATE = '10000';

const root = join(import.meta.dirname, '../..');

/** Starts it on free ports; resolves when it serves. */
export async function startSystem(): Promise<System> {
  const home = await mkdtemp(join(await openTemporaryFolder(), 'quietline-bench-'));
  const ports = portsFrom(await freePorts());
  const env = {
    ...process.env,
    PORT: String(ports.api),
    QUIETLINE_HOME: home,
    LOG_LEVEL: 'warn',
    CHARGING_RATE,
  };
  const supervisor = spawn(process.execPath, [join(root, 'dist/src/embedded/main.js')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await ready(supervisor);
  const script = join(root, 'stand-ins/identity/token.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [script], { env });
  const password = await readFile(join(home, 'secrets/database-password'), 'utf8');
  return {
    api: `http://127.0.0.1:${ports.api}`,
    token: stdout.trim(),
    temporalAddress: `127.0.0.1:${ports.temporal}`,
    chargingUrl: `http://127.0.0.1:${ports.charging}/tmf-api/prepayBalanceManagement/v4`,
    databaseUrl: (name) => `postgresql://postgres:${password}@127.0.0.1:${ports.postgres}/${name}`,
    supervisorPid: supervisor.pid,
    stop: async () => {
      supervisor.kill('SIGTERM');
      await once(supervisor, 'exit');
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** It is ready when it says how to invite a customer. */
async function ready(supervisor: ChildProcess): Promise<void> {
  if (!supervisor.stdout) throw new Error('the install has no output');
  for await (const line of createInterface({ input: supervisor.stdout })) {
    if (line.includes('curl ')) return supervisor.stdout.resume() && undefined;
  }
  throw new Error('the install ended before it was ready');
}
