/**
 * Starts, each on first request, what the tests share: PostgreSQL with a migrated template database, a Temporal dev server
 * and the bundle of the workflows. Speaks HTTP on 127.0.0.1, its address being its first line of output. Ends when stdin does.
 */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startBundle, startPostgresForTests, startTemporalForTests, type Shared } from './shared-servers.js';

const starters: Record<string, () => Promise<Shared>> = {
  '/postgres': startPostgresForTests,
  '/temporal': startTemporalForTests,
  '/workflows': startBundle,
};
const started = new Map<string, Promise<Shared>>();

function shared(path: string): Promise<Shared> {
  const starter = starters[path];
  if (!starter) return Promise.reject(new Error(`No such server: ${path}`));
  const running = started.get(path) ?? starter();
  started.set(path, running);
  return running;
}

async function answer(path: string, response: ServerResponse): Promise<void> {
  // A kept connection may be closed here just when a test file asks again.
  response.shouldKeepAlive = false;
  try {
    const { address } = await shared(path);
    response.end(address);
  } catch (error) {
    response.writeHead(500).end(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

async function stopAll(): Promise<void> {
  const ends = [...started.values()].map(async (running) => (await running.catch(() => undefined))?.stop());
  const failed = (await Promise.allSettled(ends)).filter((end) => end.status === 'rejected');
  for (const { reason } of failed) console.error('A test server did not stop:', reason);
  process.exit(failed.length > 0 ? 1 : 0);
}

const http = createServer((request, response) => void answer(request.url ?? '', response));
http.listen(0, '127.0.0.1');
await once(http, 'listening');
process.stdin.resume().once('close', () => void stopAll());
// a terminal's or a supervisor's wish to stop arrives as the end of stdin, when Jest has ended
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stopAll());
process.stdout.write(`http://127.0.0.1:${(http.address() as AddressInfo).port}\n`);
