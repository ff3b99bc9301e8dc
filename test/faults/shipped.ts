import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll } from '@jest/globals';
import { freePorts, type Listener, portsFrom } from '../../src/embedded/ports.js';
import { postgresUrl } from '../../src/embedded/postgres-server.js';
import { openTemporaryFolder } from '../../src/embedded/postgres-user.js';
import { until } from '../support/until.js';

const ROOT = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** What the supervisor keeps running, and itself. */
export type PartName = 'api' | 'relay' | 'worker' | 'temporal' | 'postgres' | 'charging' | 'supervisor';
const KILLED_TOGETHER = ['supervisor', 'api', 'relay', 'worker', 'temporal', 'postgres', 'charging'] as const;
const OPERATORS = new Set(['charging.log', 'identity.log', 'mailbox.log']);

/** The program as `npm start` runs it: built, every part a process, its data in a folder of this file's own. */
export class Shipped {
  private supervisor: ChildProcess | undefined;
  private said = '';

  private constructor(
    private readonly home: string,
    private readonly port: number,
  ) {}

  /** Builds it if need be and starts it; after the file's last test it is stopped and its folder removed. */
  static async start(): Promise<Shipped> {
    await run(process.execPath, ['bootstrap.mjs'], { cwd: ROOT });
    const home = await mkdtemp(join(await openTemporaryFolder(), 'quietline-home-'));
    // As root, PostgreSQL's own user has to pass through.
    await chmod(home, 0o711);
    const shipped = new Shipped(home, await freePorts());
    afterAll(async () => {
      await shipped.stop();
      await rm(home, { recursive: true });
    }, 60_000);
    await shipped.start();
    return shipped;
  }

  /** Resolves when it says that it is ready; fails with all it said. */
  async start(): Promise<void> {
    const env = { PATH: process.env['PATH'], PORT: String(this.port), QUIETLINE_HOME: this.home };
    const supervisor = spawn(process.execPath, [join(ROOT, 'dist/src/embedded/main.js')], {
      env: { ...env, LOG_LEVEL: 'warn' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.supervisor = supervisor;
    this.said = '';
    for (const stream of [supervisor.stdout, supervisor.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (this.said += text));
    await until(async () => {
      if (supervisor.exitCode !== null) throw new Error(`it ended: ${this.said}`);
      return this.said.includes('Quietline is ready') || undefined;
    }, 60_000);
  }

  /** As Ctrl-C does. Fails unless all of it ends cleanly. */
  async stop(): Promise<void> {
    const { supervisor } = this;
    if (!supervisor || supervisor.exitCode !== null || supervisor.signalCode !== null) return;
    const ended = once(supervisor, 'exit');
    supervisor.kill('SIGINT');
    const [code] = (await ended) as [number | null];
    if (code !== 0) throw new Error(`stopping ended with ${code}: ${this.said}`);
  }

  /** kill -9 of one part; resolves when another process has taken its place. */
  async kill(part: Exclude<PartName, 'supervisor'>): Promise<void> {
    const before = await this.pid(part);
    process.kill(before, 'SIGKILL');
    await until(async () => {
      const now = this.noted(part);
      return (now !== undefined && now !== before) || undefined;
    }, 60_000);
  }

  /** kill -9 of the supervisor alone. */
  async killSupervisor(): Promise<void> {
    await this.supervisorEnds(() => this.supervisor?.kill('SIGKILL'));
  }

  /** kill -9 of every process at once. */
  async killAll(): Promise<void> {
    const pids = KILLED_TOGETHER.flatMap((part) => this.noted(part) ?? []);
    if (pids.length < KILLED_TOGETHER.length) throw new Error(`only ${pids.length} processes run`);
    await this.supervisorEnds(() => pids.forEach((pid) => process.kill(pid, 'SIGKILL')));
  }

  /** Halts a part as a dead network does: it neither answers nor ends. */
  async halt(part: Exclude<PartName, 'supervisor'>): Promise<() => void> {
    const pid = await this.pid(part);
    process.kill(pid, 'SIGSTOP');
    return () => void process.kill(pid, 'SIGCONT');
  }

  /** The process that a part runs in. */
  async pid(part: PartName): Promise<number> {
    return until(async () => this.noted(part));
  }

  url(part: Listener): string {
    return `http://127.0.0.1:${portsFrom(this.port)[part]}`;
  }

  /** A token with every scope. */
  async token(): Promise<string> {
    const env = { PATH: process.env['PATH'], QUIETLINE_HOME: this.home };
    const { stdout } = await run(process.execPath, ['stand-ins/identity/token.mjs'], { cwd: ROOT, env });
    return stdout.trim();
  }

  /** Where its database is, for who looks behind the API. */
  get databaseUrl(): string {
    const password = readFileSync(join(this.home, 'secrets/database-password'), 'utf8');
    const port = portsFrom(this.port).postgres;
    return postgresUrl({ folder: this.home, port, password }, 'quietline');
  }

  /** Everything that its parts have logged, the operator's systems aside. */
  async logged(): Promise<string> {
    const folder = join(this.home, 'logs');
    const own = (await readdir(folder)).filter((name) => !OPERATORS.has(name));
    return (await Promise.all(own.map((name) => readFile(join(folder, name), 'utf8')))).join('');
  }

  private noted(part: PartName): number | undefined {
    const file = join(this.home, 'run', `${part}.json`);
    if (!existsSync(file)) return undefined;
    const text = readFileSync(file, 'utf8');
    return text === '' ? undefined : (JSON.parse(text) as { pid: number }).pid;
  }

  private async supervisorEnds(kill: () => void): Promise<void> {
    if (!this.supervisor) throw new Error('it does not run');
    const ended = once(this.supervisor, 'exit');
    kill();
    await ended;
  }
}
