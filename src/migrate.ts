import pg from 'pg';
import { migrate, migrationsFolder } from '../prisma/migrate.js';
import { inTransaction } from '../prisma/transaction.js';
import { bringInArticles } from './help/bring-in.js';
import { readArticles } from './help/files.js';

/**
 * The command `migrate`: brings the database at `databaseUrl` to this release's schema and help, and says what it applied
 * and what it waits for. The database itself must exist. Throws MigrationError or ArticleError, whose message says what to do.
 */
export async function main(config: { readonly databaseUrl: string }): Promise<void> {
  const applied = await migrate(config.databaseUrl, migrationsFolder(), {
    say: (line) => process.stdout.write(`${line}\n`),
  });
  const said =
    applied.length > 0 ? `Applied ${applied.join(', ')}` : 'Nothing to apply: the schema is up to date';
  process.stdout.write(`${said}\n`);
  const changed = await bringInHelp(config.databaseUrl);
  process.stdout.write(
    `${changed > 0 ? `Brought in ${changed} articles of the help` : 'The help is up to date'}\n`,
  );
}

async function bringInHelp(databaseUrl: string): Promise<number> {
  const articles = await readArticles();
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1, application_name: 'quietline-migrate' });
  try {
    return await inTransaction(pool, (client) => bringInArticles(client, articles));
  } finally {
    await pool.end();
  }
}
