import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Runs one of the project's sources in a process of its own. */
export function runSource(path: string, env: NodeJS.ProcessEnv): ChildProcess {
  const node = ['--disable-warning=ExperimentalWarning', '--import', here('../../scripts/typescript.mjs')];
  return spawn(process.execPath, [...node, here(path)], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

/** The first thing that a process says. */
export async function firstWord(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('this process has no output to read');
  const ended = once(child, 'exit').then((end) => {
    throw new Error(`the process ended with code ${String(end[0])} before it said anything`);
  });
  const said = await Promise.race([once(child.stdout, 'data'), ended]);
  return String(said[0]).trim();
}

/** Starts the stand-in as its own process and gives its origin. */
export async function standInProcess(dataDir: string): Promise<{ child: ChildProcess; origin: string }> {
  const child = runSource('../../stand-ins/charging/main.ts', { PORT: '0', DATA_DIR: dataDir });
  const url = (await firstWord(child)).split(' ').at(-1) ?? '';
  return { child, origin: new URL(url).origin };
}

/** Kills and waits. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
