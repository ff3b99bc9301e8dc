import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Home } from './home.js';
import type { PartSpec } from './part.js';

const built = join(import.meta.dirname, '../..');

/**
 * A worker has two heaps, its own and the one that the workflows live in, both full of short-lived objects; so is the API's while a list
 * comes in. Left alone, V8 lets each grow to several times what is in use before it collects: 1,000 MB instead of under 400 for a worker,
 * 550 instead of under 300 for the API.
 */
const COLLECT_EARLY = ['--max-semi-space-size=4', '--heap-growing-percent=25'];
const exitWithSupervisor = pathToFileURL(join(built, 'src/embedded/exit-with-supervisor.js')).href;

/** The command line of a Node program of the build. */
export function nodeCommand(script: string, ...args: string[]): { program: string; args: string[] } {
  return { program: process.execPath, args: ['--import', exitWithSupervisor, join(built, script), ...args] };
}

/** A command of Quietline itself as a part: it says over its channel when it serves. */
export function ownPart(name: 'api' | 'relay' | 'worker', home: Home, env: NodeJS.ProcessEnv): PartSpec {
  const { program, args } = nodeCommand('src/main.js', name);
  const flags = name === 'relay' ? [] : COLLECT_EARLY;
  return {
    name,
    program,
    args: [...flags, ...args],
    env,
    log: home.log(name),
    stopSignal: 'SIGTERM',
    channel: true,
  };
}

/** A stand-in as a part: it serves when `probeUrl` answers. */
export function standInPart(
  name: 'charging' | 'identity' | 'mailbox',
  home: Home,
  env: NodeJS.ProcessEnv,
  port: number,
  probePath: string,
): PartSpec {
  return {
    name,
    ...nodeCommand(`stand-ins/${name}/main.js`),
    env: { ...env, PORT: String(port), DATA_DIR: home.subfolder(name) },
    log: home.log(name),
    stopSignal: 'SIGTERM',
    channel: true,
    probe: () => answersOk(`http://127.0.0.1:${port}${probePath}`),
  };
}

async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(1000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false; // still starting
  }
}
