/**
 * Drift check: the migrations and prisma/schema.prisma must describe the same database. One empty database is migrated, into
 * another goes the SQL that Prisma's own engine (its WASM build) writes for the schema file; their catalogs are compared:
 * tables, columns, types, defaults, keys, uniqueness, foreign keys, indexes, enums. What the schema language cannot say (check
 * constraints, partial indexes, triggers, functions) is left out: there the migrations alone are the source.
 */
import pg from 'pg';
import { migrate } from '../prisma/migrate.js';
import { startTemporaryPostgres } from '../test/support/temporary-postgres.js';
import { readCatalog } from './schema/catalog.js';
import { schemaAsSql } from './schema/engine.js';

async function withDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function drift(url: (database: string) => string): Promise<string[]> {
  await withDatabase(url('postgres'), async (client) => {
    await client.query('create database migrated');
    await client.query('create database described');
  });
  await migrate(url('migrated'));
  const sql = await schemaAsSql(url('described'));
  await withDatabase(url('described'), (client) => client.query(sql));
  const migrated = await withDatabase(url('migrated'), readCatalog);
  const described = await withDatabase(url('described'), readCatalog);
  return [
    ...described.filter((line) => !migrated.includes(line)).map((line) => `only in schema.prisma: ${line}`),
    ...migrated.filter((line) => !described.includes(line)).map((line) => `only in the migrations: ${line}`),
  ];
}

const server = await startTemporaryPostgres();
try {
  const differences = await drift((database) => server.url(database));
  for (const difference of differences) console.error(difference);
  console.log(differences.length > 0 ? 'The schema has drifted' : 'Schema and migrations agree');
  process.exitCode = differences.length > 0 ? 1 : 0;
} finally {
  await server.stop();
}
