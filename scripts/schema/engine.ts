import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { type DiffTarget, SchemaEngine } from '@prisma/schema-engine-wasm';

const SCHEMA = join(import.meta.dirname, '../../prisma/schema.prisma');

/** The SQL that makes prisma/schema.prisma out of an empty database, or out of `before`, an earlier text of that file. */
export async function schemaAsSql(databaseUrl: string, before?: string): Promise<string> {
  const content = await readFile(SCHEMA, 'utf8');
  const engine = await SchemaEngine.new(
    { datamodels: [[SCHEMA, content]] },
    () => undefined,
    adapter(databaseUrl),
  );
  const schema = (text: string): DiffTarget => ({
    tag: 'schemaDatamodel',
    files: [{ path: SCHEMA, content: text }],
  });
  const { stdout } = await engine.diff({
    from: before === undefined ? { tag: 'empty' } : schema(before),
    to: schema(content),
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  if (stdout === null) throw new Error('The schema engine returned no SQL');
  return stdout;
}

/** The engine wants to reach a database even for what it does without one; given as a URL it would take it for its shadow. */
function adapter(databaseUrl: string): object {
  const { hostname: host, port, username: user, password, pathname } = new URL(databaseUrl);
  const database = pathname.slice(1);
  return bindMigrationAwareSqlAdapterFactory(
    new PrismaPg({ host, port: Number(port), user, password, database }),
  );
}
