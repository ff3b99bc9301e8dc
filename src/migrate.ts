import { migrate } from '../prisma/migrate.js';

/**
 * The command `migrate`: brings the database at `databaseUrl` to this release's schema and says what it applied.
 * The database itself must exist. Throws MigrationError, whose message says what to do.
 */
export async function main(config: { readonly databaseUrl: string }): Promise<void> {
  const applied = await migrate(config.databaseUrl);
  const said =
    applied.length > 0 ? `Applied ${applied.join(', ')}` : 'Nothing to apply: the schema is up to date';
  process.stdout.write(`${said}\n`);
}
