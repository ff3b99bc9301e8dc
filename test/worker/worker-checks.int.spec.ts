import { expect, it } from '@jest/globals';
import pg from 'pg';
import { readiness } from '../../src/health/health.js';
import { workerChecks } from '../../src/worker/worker-checks.js';
import { createDatabase } from '../support/database.js';
import { temporalEnvironment } from '../support/temporal.js';

const database = await createDatabase();
const { nativeConnection } = (await temporalEnvironment()).environment;
const running = { getState: () => 'RUNNING' as const };
const draining = { getState: () => 'DRAINING' as const };

it('a worker that polls everything is ready, and one that is about to end is not', async () => {
  const ready = await readiness(workerChecks(database.pool, nativeConnection, [running, running]));
  expect(ready).toMatchObject({ status: 'ready', checks: { temporal: 'ok', workers: 'ok' } });
  const ending = await readiness(workerChecks(database.pool, nativeConnection, [running, draining]));
  expect(ending).toMatchObject({ status: 'unready', checks: { temporal: 'ok', workers: 'failing' } });
});

it('a worker without its database is not ready', async () => {
  const pool = new pg.Pool({ connectionString: 'postgresql://127.0.0.1:1/nowhere' });
  const found = await readiness(workerChecks(pool, nativeConnection, [running]));
  expect(found).toMatchObject({ status: 'unready', checks: { postgresql: 'failing', temporal: 'ok' } });
  await pool.end();
});
