import type { Pool } from 'pg';
import { unclearIn } from '../src/domain/opaque-id.js';

const AT_A_TIME = 2_000;

/** Where customers are known by their id; events are of these alone. */
const TABLES = ['participation', 'assignment', 'wave_row', 'erasure', 'session'] as const;

/** The next ids behind $1 that are anything but printable ASCII; each table has an index in this order. */
const page = (table: (typeof TABLES)[number]) => `
select distinct customer_id as id from ${table}
where customer_id > $1 and customer_id !~ '^[!-~]([ -~]*[!-~])?$' order by customer_id limit ${AT_A_TIME}`;

/** Customers' ids that are kept, and that no way in would give now: they are not in NFC, or not every character of them can be seen. */
export async function oddIds(pool: Pool): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const table of TABLES)
    for await (const id of idsOf(pool, page(table)))
      if (unclearIn(id) !== undefined || id.normalize('NFC') !== id) found.add(id);
  return [...found];
}

async function* idsOf(pool: Pool, statement: string): AsyncGenerator<string> {
  for (let after = ''; ;) {
    const { rows } = await pool.query<{ id: string }>(statement, [after]);
    yield* rows.map(({ id }) => id);
    const last = rows.at(-1);
    if (!last || rows.length < AT_A_TIME) return;
    after = last.id;
  }
}
