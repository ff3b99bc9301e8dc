import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Home } from './home.js';
import type { PartSpec } from './part.js';

const built = join(import.meta.dirname, '../..');
const exitWithSupervisor = pathToFileURL(join(built, 'src/embedded/exit-with-supervisor.js')).href;

/** The command line of a Node program of the build. */
export function nodeCommand(script: string, ...args: string[]): { program: string; args: string[] } {
  return { program: process.execPath, args: ['--import', exitWithSupervisor, join(built, script), ...args] };
}

/** A command of Quietline itself as a part: it says over its channel when it serves. */
export function ownPart(name: 'api' | 'relay' | 'worker', home: Home, env: NodeJS.ProcessEnv): PartSpec {
  const command = nodeCommand('src/main.js', name);
  return { name, ...command, env, log: home.log(name), stopSignal: 'SIGTERM', channel: true };
}

/** A stand-in as a part: it serves when `probeUrl` answers. */
export function standInPart(
  name: 'charging' | 'identity',
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
