import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Starts the process that starts servers for the tests that ask for one (servers.ts); nothing else is started yet.
 * It is a process group of its own, and ends with all its servers when its stdin closes, so also when Jest is killed.
 */
export default async function setUp() {
  const servers = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--experimental-transform-types',
      '--import',
      here('../../scripts/typescript.mjs'),
      here('servers.ts'),
    ],
    { detached: true, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const ended = once(servers, 'exit').then(([code]) => code);
  const first = await Promise.race([once(servers.stdout, 'data'), ended]);
  if (!Array.isArray(first))
    throw new Error(`test/support/servers.ts ended with code ${first} before it was ready`);
  process.env.QUIETLINE_TEST_SERVERS = String(first[0]).trim();
  globalThis.quietlineTestServers = { servers, ended };
}
