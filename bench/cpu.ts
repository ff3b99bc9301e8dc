import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';

/** Processor milliseconds by part: `api`, `relay`, `worker`, `temporal`, `postgres` ..., and `load` for this process itself. */
export type Cpu = Readonly<Record<string, number>>;

/** Linux counts in hundredths of a second. */
const MS_A_TICK = 10;

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly ms: number;
  readonly command: readonly string[];
}

/** What this process and all below it have used so far, those included that have ended and were waited for. Linux only. */
export async function cpuSoFar(): Promise<Cpu> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const all = (await Promise.all(pids.map(read))).filter((each) => each !== undefined);
  const below = new Set([process.pid]);
  // A child may have a smaller number than its parent, so look until nothing is added.
  for (let before = 0; before < below.size;) {
    before = below.size;
    for (const { pid, parent } of all) if (below.has(parent)) below.add(pid);
  }
  const used: Record<string, number> = {};
  for (const each of all.filter(({ pid }) => below.has(pid))) {
    const part = partOf(each);
    used[part] = (used[part] ?? 0) + each.ms;
  }
  return used;
}

/** The difference, a share for each of `count`; parts that used nothing are left out. */
export function perOne(before: Cpu, after: Cpu, count: number): Cpu {
  const shares = Object.entries(after).map(
    ([part, ms]) => [part, (ms - (before[part] ?? 0)) / count] as const,
  );
  return Object.fromEntries(shares.filter(([, ms]) => ms >= 0.05));
}

/** A process that has ended meanwhile is none. */
async function read(pid: string): Promise<Process | undefined> {
  try {
    const [stat, command] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
    ]);
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = [11, 12, 13, 14].reduce((sum, i) => sum + Number(fields[i]), 0);
    return {
      pid: Number(pid),
      parent: Number(fields[1]),
      ms: ticks * MS_A_TICK,
      command: command.split('\0'),
    };
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return undefined;
    throw error;
  }
}

function partOf({ pid, command }: Process): string {
  if (pid === process.pid) return 'load';
  const [program = '', ...args] = command;
  if (/^postgres/.test(basename(program))) return 'postgres';
  if (basename(program).startsWith('temporal')) return 'temporal';
  const own = ['api', 'relay', 'worker'].find((name) => args.includes(name));
  if (own) return own;
  const script = args.find((arg) => /(main|worker|api)\.js$/.test(arg));
  return script ? script.split('/').slice(-2).join('/') : basename(program);
}
