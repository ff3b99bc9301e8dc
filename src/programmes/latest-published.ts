import type { Programmes, Published } from '../../prisma/programmes.js';
import type { Queryable } from '../database/database.js';
import type { Instant } from '../domain/terms.js';

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
