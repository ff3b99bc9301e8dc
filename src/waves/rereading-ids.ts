import type { PoolClient } from 'pg';
import { readCustomerId } from '../reading/customer-id.js';
import type { DueRow } from './due-row.js';
import type { Hint } from './refusals.js';

const REWRITE = `
update wave_row r set customer_id = l.customer_id, hint = l.hint
from jsonb_to_recordset($2::jsonb) as l(n int, customer_id text, hint text) where r.wave_id = $1 and r.n = l.n`;

interface Reread {
  readonly row: DueRow;
  readonly hint: Hint | undefined;
}

/**
 * The ids of these locked rows as they are read now: a list may have come in before they were. One that cannot be read speaks against its
 * row. The rows are rewritten, so that customers are found in them.
 */
export async function rereadIds(
  client: PoolClient,
  wave: string,
  rows: readonly DueRow[],
): Promise<readonly DueRow[]> {
  const reread = rows.map(rereadId);
  const others = reread.filter(({ row }, i) => row !== rows[i]);
  if (others.length > 0) {
    const written = others.map(({ row: { n, customerId }, hint }) => ({ n, customer_id: customerId, hint }));
    await client.query(REWRITE, [wave, JSON.stringify(written)]);
  }
  return reread.map(({ row }) => row);
}

function rereadId(row: DueRow): Reread {
  const read = readCustomerId(row.customerId);
  if ('customerId' in read) {
    const { customerId } = read;
    return { row: customerId === row.customerId ? row : { ...row, customerId }, hint: undefined };
  }
  const hint = read.unreadable === 'no-id' ? undefined : read.unreadable;
  return { row: { ...row, against: row.against ?? 'malformed-customer' }, hint };
}
