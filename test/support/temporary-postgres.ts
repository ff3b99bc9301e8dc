import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startPostgres, type RunningPostgres } from '../../src/embedded/postgres-server.js';
import { openTemporaryFolder } from '../../src/embedded/postgres-user.js';
import { freePort } from './free-port.js';

/** Unsafe against a power cut, hence fast; enough connections for every test file's pools. */
const SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' };

/** PostgreSQL on a free port in a temporary folder, which `stop` removes. */
export async function startTemporaryPostgres(): Promise<RunningPostgres> {
  const folder = await mkdtemp(join(await openTemporaryFolder(), 'quietline-postgres-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await chmod(folder, 0o711);
    const server = await startPostgres({
      folder,
      port: await freePort(),
      password: 'test',
      settings: SETTINGS,
    });
    return { ...server, stop: () => server.stop().finally(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}
