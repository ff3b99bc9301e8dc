import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll } from '@jest/globals';
import { executable } from '../support/executables.js';

const run = promisify(execFile);

/** Where a client calls, and what it is told beside that. */
export type Told = Readonly<Record<string, unknown>> & { readonly url: string; readonly token: string };

/** Runs Node on these arguments; `told` comes as JSON in QUIETLINE. What it prints is the answer. Throws with what it complained of. */
export async function runNode(args: readonly string[], cwd: string, told?: Told): Promise<string> {
  const { stdout } = await run(process.execPath, args, { cwd, env: envOf(told) });
  return stdout;
}

/** Runs Python with the packages of the tests, and `path` among its modules; otherwise like runNode. */
export async function runPython(args: readonly string[], path: string, told?: Told): Promise<string> {
  const modules = [path, executable('python-packages')].join(delimiter);
  const env = { ...envOf(told), PYTHONPATH: modules, PYTHONDONTWRITEBYTECODE: '1', PYTHONUTF8: '1' };
  const { stdout } = await run(executable('python'), ['-s', ...args], { cwd: path, env, maxBuffer: 1e8 });
  return stdout;
}

/** A folder until the file's last test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'quietline-clients-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function envOf(told: Told | undefined): NodeJS.ProcessEnv {
  return { ...process.env, ...(told && { QUIETLINE: JSON.stringify(told) }) };
}
