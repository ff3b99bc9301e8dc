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
}
