import { readdir } from 'node:fs/promises';
import type { Pool } from 'pg';
import { migrationsFolder } from '../../prisma/migrate.js';

/** Something that must hold before a process can serve; throws when it does not. */
export type Check = () => Promise<void>;

/** What `/health/ready` answers: 200 when all checks hold, otherwise 503, each check by name. */
export interface Readiness {
  readonly status: 'ready' | 'unready';
  readonly checks: Readonly<Record<string, 'ok' | 'failing'>>;
}

/** Runs all checks; a failing one is handed to `onFailure`, if given, and never thrown. */
export async function readiness(
  checks: Readonly<Record<string, Check>>,
  onFailure?: (name: string, error: unknown) => void,
): Promise<Readiness> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      try {
        await check();
        return [name, 'ok'] as const;
      } catch (error) {
        onFailure?.(name, error);
        return [name, 'failing'] as const;
      }
    }),
  );
  const ready = results.every(([, result]) => result === 'ok');
  return { status: ready ? 'ready' : 'unready', checks: Object.fromEntries(results) };
}

/** PostgreSQL answers and has every migration of this release. */
export function databaseChecks(pool: Pool): Readonly<Record<string, Check>> {
  return {
    postgresql: async () => void (await pool.query('select 1')),
    migrations: () => migrated(pool),
  };
}

async function migrated(pool: Pool): Promise<void> {
  const entries = await readdir(migrationsFolder(), { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const { rows } = await pool.query<{ name: string }>(
    `select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null`,
  );
  const missing = names.filter((name) => !rows.some((row) => row.name === name));
  if (missing.length > 0)
    throw new Error(`the database lacks ${missing.join(', ')}: run the command migrate`);
}
