import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** The Temporal CLI that the bootstrap put into its cache, or else the one on PATH. Throws, saying what to run. */
export function temporalCli(): string {
  return find('temporal', 'temporal-1.9.1');
}

/** Temporal's time-skipping test server from the same places. Throws, saying what to run. */
export function temporalTestServer(): string {
  return find('temporal-test-server', 'temporal-test-server-1.40.0');
}

function find(name: string, cached: string): string {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name));
  const found = [join(root, '.cache', cached, name), ...onPath].find(isExecutable);
  if (!found) throw new Error(`No executable ${name}: run node bootstrap.mjs, or put it on PATH`);
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
