import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the bootstrap fetched or found, and where. */
const LIST = join(import.meta.dirname, '../../node_modules/.quietline/executables.json');

type Name = 'temporal' | 'temporal-test-server' | 'chromium' | 'python' | 'python-packages';

/** The path of what the bootstrap brings for the tests: programs, and the folder of Python's packages. Throws, saying what to run. */
export function executable(name: Name): string {
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
