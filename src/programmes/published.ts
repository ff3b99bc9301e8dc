import { Injectable } from '@nestjs/common';
import { type Definition, parseDefinition, termsOf } from '../domain/definition.js';
import type { Instant, Terms } from '../domain/terms.js';
import { Database, type Queryable } from '../database/database.js';

/** A published version, which never changes (R15). */
export interface Published {
  readonly version: number;
  readonly definition: Definition;
  readonly terms: Terms;
}

/** Published versions by code and number, read once each. */
@Injectable()
export class PublishedProgrammes {
  private readonly known = new Map<string, Published>();

  constructor(private readonly database: Database) {}

  /** The latest published version (R1) and the wall clock of the database; undefined where none is published. */
  async latest(db: Queryable, code: string): Promise<(Published & { readonly now: Instant }) | undefined> {
    const { rows } = await db.query<{ version: number; now: Date }>({
      name: 'latest-published',
      text: `select version, clock_timestamp() as now from programme_version
        where code = $1 and state = 'published' order by version desc limit 1`,
      values: [code],
    });
    const row = rows[0];
    return row && { ...(await this.version(code, row.version, db)), now: row.now.getTime() };
  }

  /** Throws for a version that is not published: no participation is pinned to such a one. */
  async version(code: string, version: number, db: Queryable = this.database.pool): Promise<Published> {
    const name = nameOf(code, version);
    const known = this.known.get(name) ?? (await read(db, code, version));
    this.known.set(name, known);
    return known;
  }
}

async function read(db: Queryable, code: string, version: number): Promise<Published> {
  const { rows } = await db.query<{ definition: unknown }>(
    `select definition from programme_version where code = $1 and version = $2 and state = 'published'`,
    [code, version],
  );
  const parsed = parseDefinition(rows[0]?.definition);
  if (!parsed.ok)
    throw new Error(`programme ${nameOf(code, version)} is not published, or not as this release reads it`);
  const { definition } = parsed;
  return { version, definition, terms: termsOf(definition, version) };
}

function nameOf(code: string, version: number): string {
  return `${code}/${version}`;
}
