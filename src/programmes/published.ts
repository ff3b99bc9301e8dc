import { Injectable } from '@nestjs/common';
import { cachedProgrammes, type Programmes, type Published } from '../../prisma/programmes.js';
import type { Instant } from '../domain/terms.js';
import { Database, type Queryable } from '../database/database.js';

/** Published versions by code and number, and the latest of a code. */
@Injectable()
export class PublishedProgrammes {
  readonly version: Programmes;

  constructor({ pool }: Database) {
    this.version = cachedProgrammes(pool);
  }

  /** See `latestPublished`. */
  latest(db: Queryable, code: string): Promise<Latest | undefined> {
    return latestPublished(db, code, this.version);
  }
}

/** A published version and the wall clock of the database. */
export type Latest = Published & { readonly now: Instant };

/** The latest published version (R1); undefined where none is published. */
export async function latestPublished(
  db: Queryable,
  code: string,
  programmes: Programmes,
): Promise<Latest | undefined> {
  const { rows } = await db.query<{ version: number; now: Date }>({
    name: 'latest-published',
    text: `select version, clock_timestamp() as now from programme_version
      where code = $1 and state = 'published' order by version desc limit 1`,
    values: [code],
  });
  const row = rows[0];
  return row && { ...(await programmes(code, row.version, db)), now: row.now.getTime() };
}
