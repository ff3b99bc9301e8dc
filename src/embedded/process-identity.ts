import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What tells one process from any later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the system's own words. */
  readonly started: string;
  readonly command: string;
}

/** The process that has this number now; undefined when there is none (a zombie is none). */
export function identify(pid: number): ProcessIdentity | undefined {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

/** Whether any process has this number; cheap enough to ask every second. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Who looks after this process: the npm above it, or else its parent. When that one has ended, nobody does. */
export function guardian(): ProcessIdentity | undefined {
  const parent = identify(process.ppid);
  // npm puts a shell in between; its own command line begins with its name.
  const grandparent = parent && identify(parentOf(parent.pid) ?? 0);
  return [parent, grandparent].find((each) => each?.command.startsWith('npm ')) ?? parent;
}

/** Its parent's number, or undefined when the process is gone or the system does not tell. */
function parentOf(pid: number): number | undefined {
  if (process.platform === 'linux') return Number(statFields(pid)?.[1]) || undefined;
  return Number(ps(pid, 'ppid=')) || undefined;
}

/** True when the process that was noted still runs: same number, same start, same command. */
export function stillRuns(noted: ProcessIdentity): boolean {
  const now = identify(noted.pid);
  return now !== undefined && now.started === noted.started && now.command === noted.command;
}

function fromProc(pid: number): ProcessIdentity | undefined {
  const fields = statFields(pid);
  const command = read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim();
  if (!fields || fields[0] === 'Z' || command === undefined) return undefined;
  const boot = read('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
  return { pid, started: `${boot} ${fields[19]}`, command };
}

/** The fields of proc(5) `stat` from the third one on: state, ppid, ...; the start time is the 22nd. */
function statFields(pid: number): string[] | undefined {
  const stat = read(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // the process has ended, or ends while we read
  }
}

function fromPs(pid: number): ProcessIdentity | undefined {
  const started = ps(pid, 'lstart=');
  const command = ps(pid, 'command=');
  return started && command && !ps(pid, 'stat=')?.startsWith('Z') ? { pid, started, command } : undefined;
}

function ps(pid: number, column: string): string | undefined {
  try {
    return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return undefined; // ps fails where there is no such process
  }
}
