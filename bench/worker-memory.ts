import { readdir, readFile } from 'node:fs/promises';
import type { Contender } from './contender.js';
import type { System } from './system.js';
import { registrationsPerSecond } from './race.js';

/** The most megabytes that the worker's process ever had resident, after that many registered participations. Linux only. */
export async function workerRssMb(
  system: System,
  contender: Contender,
  participations: number,
  atATime: number,
): Promise<number> {
  await registrationsPerSecond(contender, participations, atATime);
  const status = await readFile(`/proc/${await workerPid(system)}/status`, 'utf8');
  const peakKb = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]);
  return peakKb / 1024;
}

/** The install's worker is the child of its supervisor that runs the command `worker`. */
async function workerPid({ supervisorPid }: System): Promise<string> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    const [stat, command] = await Promise.all([read(`/proc/${pid}/stat`), read(`/proc/${pid}/cmdline`)]);
    const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    if (parent === String(supervisorPid) && command.split('\0').includes('worker')) return pid;
  }
  throw new Error('the install has no worker');
}

/** A process that has ended meanwhile has nothing to say. */
function read(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
