import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the bootstrap fetched or found, and where. */
const LIST = join(import.meta.dirname, '../../node_modules/.quietline/executables.json');

/** The path of the Temporal CLI, of Temporal's time-skipping test server or of the browser. Throws, saying what to run. */
export function executable(name: 'temporal' | 'temporal-test-server' | 'chromium'): string {
  try {
    const known = JSON.parse(readFileSync(LIST, 'utf8')) as Record<string, { path: string } | undefined>;
    const found = known[name];
    if (found) return found.path;
  } catch (cause) {
    throw new Error(`Cannot read ${LIST}: ${MAKE_READY}`, { cause });
  }
  throw new Error(`There is no ${name}: ${MAKE_READY}`);
}

const MAKE_READY = 'run node bootstrap.mjs --with-test-server';
