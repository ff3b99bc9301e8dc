import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, Runtime } from '@temporalio/worker';
import { migrate } from '../../prisma/migrate.js';
import { startDevServer } from './dev-server.js';
import { startTemporaryPostgres } from './temporary-postgres.js';

/** Something that several test files share, and how to end it. */
export interface Shared {
  /** A URL, host:port or path, whatever its user needs. */
  readonly address: string;
  stop(): Promise<void>;
}

// Temporal's runtime would otherwise act on signals by itself
Runtime.install({ shutdownSignals: [] });

/** PostgreSQL whose template1 is migrated, and so is every new database. Its address is the URL of `postgres`. */
export async function startPostgresForTests(): Promise<Shared> {
  const server = await startTemporaryPostgres();
  try {
    await migrate(server.url('template1'));
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { address: server.url('postgres'), stop: () => server.stop() };
}

/** A dev server in memory whose workflows' clocks can be moved one by one; its address is host:port. */
export async function startTemporalForTests(): Promise<Shared> {
  const environment = await startDevServer();
  return { address: environment.address, stop: () => environment.teardown() };
}

/** The workflows' bundle in a file of its own; its address is that file's path. */
export async function startBundle(): Promise<Shared> {
  const workflowsPath = join(import.meta.dirname, '../../workflows/index.ts');
  if (!existsSync(workflowsPath)) throw new Error('There is no workflows/index.ts to bundle');
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
  const folder = await mkdtemp(join(tmpdir(), 'quietline-workflows-'));
  const address = join(folder, 'workflows.js');
  await writeFile(address, code);
  return { address, stop: () => rm(folder, { recursive: true, force: true }) };
}
