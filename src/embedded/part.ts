import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessNotes } from './leftovers.js';
import { endOfLog, openLog } from './log-file.js';
import { StartError } from './start-error.js';

/** How to run one part of the embedded install. */
export interface PartSpec {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly log: string;
  readonly stopSignal: 'SIGINT' | 'SIGTERM';
  /** PostgreSQL refuses to run as root: whom to run it as. */
  readonly account?: { readonly uid: number; readonly gid: number } | undefined;
  /** True for Node processes of ours: they end themselves when the channel breaks. */
  readonly channel: boolean;
  /** Called before every start. */
  readonly prepare?: () => Promise<void>;
  /** Whether it serves; asked until it does. Absent: it says so over its channel. */
  readonly probe?: () => Promise<boolean>;
}

/** A part that does not come up; the message ends with the last lines of its log. */
export class PartFailedError extends StartError {}

/** Its own process, started again when it dies. */
export class Part {
  private child: ChildProcess | undefined;
  private revival: NodeJS.Timeout | undefined;
  private stopping = false;
  private deathsInARow = 0;
  private serves = false;

  constructor(
    readonly spec: PartSpec,
    private readonly notes: ProcessNotes,
    private readonly say: (line: string) => void,
  ) {}

  /** Resolves when it serves for the first time. Throws PartFailedError after its third death before that, or after a minute. */
  async start(): Promise<void> {
    const deadline = Date.now() + 60_000;
    await this.spawn();
    while (!this.stopping && !this.serves) {
      if (this.deathsInARow >= 3 || Date.now() > deadline) throw this.failure();
      await this.look();
      await sleep(50);
    }
  }

  /** Asks it to stop, and kills it after `patienceMs`. Resolves when it has ended. */
  async stop(patienceMs = 15_000): Promise<void> {
    this.stopping = true;
    clearTimeout(this.revival);
    const child = this.child;
    if (!child || hasEnded(child)) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(this.spec.stopSignal);
    const patience = setTimeout(() => {
      this.say(`${this.spec.name} does not stop, killing it; its log: ${this.spec.log}`);
      child.kill('SIGKILL');
    }, patienceMs);
    await ended.finally(() => clearTimeout(patience));
  }

  /** At once, without asking. */
  kill(): void {
    this.stopping = true;
    this.child?.kill('SIGKILL');
  }

  private async look(): Promise<void> {
    const { probe } = this.spec;
    const child = this.child;
    if (!this.serves && probe && child && !hasEnded(child) && (await probe())) this.serves = true;
  }

  private async spawn(): Promise<void> {
    const { spec } = this;
    await spec.prepare?.();
    if (this.stopping) return;
    const log = openLog(spec.log);
    const child = spawn(spec.program, spec.args, {
      env: spec.env,
      // In a group of its own: Ctrl-C reaches us alone, and we stop the parts in order.
      detached: true,
      stdio: ['ignore', log, log, ...(spec.channel ? (['ipc'] as const) : [])],
      ...spec.account,
    });
    closeSync(log);
    this.child = child;
    if (child.pid) this.notes.write(spec.name, child.pid, spec.stopSignal);
    const bornAt = Date.now();
    child.once('message', () => (this.serves = true));
    child.once('error', (error) => this.say(`${spec.name} cannot be run: ${error.message}`));
    child.once('close', (code, signal) => this.died(Date.now() - bornAt, signal ?? `exit code ${code}`));
  }

  private died(livedMs: number, how: string): void {
    const { name, log } = this.spec;
    this.notes.remove(name);
    if (this.stopping) return;
    this.deathsInARow = livedMs > 60_000 ? 1 : this.deathsInARow + 1;
    const waitMs = restartAfter(this.deathsInARow);
    const again = this.deathsInARow < 3 ? '' : `, ${this.deathsInARow} times in a row: see ${log}`;
    this.say(`${name} died (${how})${again}; starting it again in ${waitMs / 1000} s`);
    this.revival = setTimeout(() => void this.revive(), waitMs);
  }

  private async revive(): Promise<void> {
    if (this.stopping) return;
    try {
      await this.spawn();
    } catch (error) {
      this.died(0, String(error));
    }
  }

  private failure(): PartFailedError {
    const { name, log } = this.spec;
    return new PartFailedError(`${name} does not come up. The end of ${log}:\n${endOfLog(log)}`);
  }
}

/** How long a part stays down, in milliseconds: half a second after its first death, doubling up to half a minute. */
export function restartAfter(deathsInARow: number): number {
  return Math.min(500 * 2 ** (deathsInARow - 1), 30_000);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
