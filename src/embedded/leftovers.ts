import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { StartError } from './start-error.js';
import { identify, type ProcessIdentity, stillRuns } from './process-identity.js';

const Identity = z.object({ pid: z.int().positive(), started: z.string(), command: z.string() });
const Note = Identity.extend({
  stopSignal: z.enum(['SIGINT', 'SIGTERM']),
  guardian: Identity.exactOptional(),
});

/** What is noted of a process that we started: who it is, how it is asked to stop, and who looks after it, if somebody does. */
export type Note = z.infer<typeof Note>;

/** Notes on the running processes of one home, one file each, so that the next start finds those that a kill -9 left. */
export class ProcessNotes {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  write(name: string, pid: number, stopSignal: Note['stopSignal'], guardian?: ProcessIdentity): void {
    const identity = identify(pid);
    // Already dead: whoever waits for its exit will tell.
    if (identity) writeFileSync(this.file(name), JSON.stringify({ ...identity, stopSignal, guardian }));
  }

  remove(name: string): void {
    rmSync(this.file(name), { force: true });
  }

  /** The noted process if it still runs. A note of another process, or one torn by a crash, is of nobody. */
  running(name: string): Note | undefined {
    if (!existsSync(this.file(name))) return undefined;
    const note = Note.safeParse(parseJson(readFileSync(this.file(name), 'utf8')));
    return note.success && stillRuns(note.data) ? note.data : undefined;
  }

  names(): string[] {
    return readdirSync(this.folder)
      .filter((file) => file.endsWith('.json'))
      .map((file) => file.slice(0, -'.json'.length));
  }

  private file(name: string): string {
    return join(this.folder, `${name}.json`);
  }
}

/** Ends the noted processes that still run, asked first and killed after `patienceMs`; returns the names of those that did. */
export async function endLeftovers(
  notes: ProcessNotes,
  names: readonly string[],
  patienceMs: number,
): Promise<string[]> {
  const ended = await Promise.all(names.map((name) => endLeftover(notes, name, patienceMs)));
  return names.filter((_, index) => ended[index]);
}

async function endLeftover(notes: ProcessNotes, name: string, patienceMs: number): Promise<boolean> {
  const note = notes.running(name);
  if (note) {
    signal(note.pid, note.stopSignal);
    if (!(await waitForEnd(note, patienceMs))) signal(note.pid, 'SIGKILL');
    if (!(await waitForEnd(note, 5000)))
      throw new StartError(`Process ${note.pid} (${name}) does not end: end it by hand`);
  }
  notes.remove(name);
  return note !== undefined;
}

/** Whether the process has ended within that time. */
export async function waitForEnd(note: ProcessIdentity, withinMs: number): Promise<boolean> {
  for (const end = Date.now() + withinMs; stillRuns(note); await sleep(50))
    if (Date.now() > end) return false;
  return true;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // torn by a crash
  }
}
