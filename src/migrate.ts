import pg from 'pg';
import { type Doubtful, rereadCustomerIds } from '../prisma/customer-ids.js';
import { respellContacts, type Unreadable } from '../prisma/contact-spellings.js';
import { migrate, migrationsFolder } from '../prisma/migrate.js';
import { inTransaction } from '../prisma/transaction.js';
import { bringInArticles } from './help/bring-in.js';
import { readArticles } from './help/files.js';

/**
 * The command `migrate`: brings the database at `databaseUrl` to this release's schema, help and spelling of addresses, and says what it
 * changed, what it waits for and which addresses it cannot read. The database itself must exist. Throws MigrationError or ArticleError, whose
 * message says what to do.
 */
export async function main(config: { readonly databaseUrl: string }): Promise<void> {
  const applied = await migrate(config.databaseUrl, migrationsFolder(), { say });
  say(applied.length > 0 ? `Applied ${applied.join(', ')}` : 'Nothing to apply: the schema is up to date');
  const articles = await readArticles();
  const pool = new pg.Pool({
    connectionString: config.databaseUrl,
    max: 1,
    application_name: 'quietline-migrate',
  });
  try {
    const changed = await inTransaction(pool, (client) => bringInArticles(client, articles));
    say(changed > 0 ? `Brought in ${changed} articles of the help` : 'The help is up to date');
    const respelled = await respellContacts(pool);
    if (respelled.changed > 0)
      say(`Brought the addresses of ${respelled.changed} participations into one spelling`);
    for (const each of respelled.unreadable) say(warningOf(each));
    const reread = await rereadCustomerIds(pool);
    if (reread.renamed > 0) say(`Brought the ids of ${reread.renamed} customers into Unicode's form NFC`);
    for (const each of reread.doubtful) say(doubtOf(each));
  } finally {
    await pool.end();
  }
}

function doubtOf({ participations, character }: Doubtful): string {
  const [only, ...others] = participations;
  return others.length === 0
    ? `Participation ${only}: ${character} stands in its customer's id, which no system can give any more`
    : `Participations ${participations.join(', ')}: the ids of their customers look alike; they may be one customer`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const NAMES = { sms: 'mobile number', email: 'e-mail address' } as const;

function warningOf({ participation, channel }: Unreadable): string {
  return `Participation ${participation}: its ${NAMES[channel]} cannot be read, so nothing is sent to it`;
}
