import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, Runtime } from '@temporalio/worker';
import { migrate } from '../../prisma/migrate.js';
import { startPostgres } from '../../src/embedded/postgres-server.js';
import { openTemporaryFolder } from '../../src/embedded/postgres-user.js';
import { temporalCli } from './executables.js';

/** Something that several test files share, and how to end it. */
export interface Shared {
  /** A URL, host:port or path, whatever its user needs. */
  readonly address: string;
  stop(): Promise<void>;
}

/** Unsafe against a power cut, hence fast; enough connections for every test file's pools. */
const SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' };

// Temporal's runtime would otherwise act on signals by itself
Runtime.install({ shutdownSignals: [] });

/** PostgreSQL in a temporary folder, its template1 migrated: so is every new database. Its address is the URL of `postgres`. */
export async function startPostgresForTests(): Promise<Shared> {
  const folder = await mkdtemp(join(await openTemporaryFolder(), 'quietline-postgres-'));
  await chmod(folder, 0o711);
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const server = await startPostgres({
      folder,
      port: await freePort(),
      password: 'test',
      settings: SETTINGS,
    });
    const stop = () => server.stop().finally(remove);
    await migrate(server.url('template1')).catch((error: unknown) =>
      stop().then(() => Promise.reject(error)),
    );
    return { address: server.url('postgres'), stop };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** A dev server in memory whose workflows' clocks can be moved one by one; its address is host:port. */
export async function startTemporalForTests(): Promise<Shared> {
  const environment = await TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path: temporalCli() },
      log: { format: 'pretty', level: 'error' },
      extraArgs: ['--dynamic-config-value', 'frontend.WorkflowTimeSkippingEnabled=true'],
      searchAttributes: ['programme', 'phase'].map((name) =>
        defineSearchAttributeKey(name, SearchAttributeType.KEYWORD),
      ),
    },
  });
  return { address: environment.address, stop: () => environment.teardown() };
}

/** The workflows' bundle in a file of its own; its address is that file's path. */
export async function startBundle(): Promise<Shared> {
  const workflowsPath = join(import.meta.dirname, '../../workflows/index.ts');
  if (!existsSync(workflowsPath)) throw new Error('There is no workflows/index.ts to bundle');
  const { code } = await bundleWorkflowCode({ workflowsPath });
  const folder = await mkdtemp(join(tmpdir(), 'quietline-workflows-'));
  const address = join(folder, 'workflows.js');
  await writeFile(address, code);
  return { address, stop: () => rm(folder, { recursive: true, force: true }) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
