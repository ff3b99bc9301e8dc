import type { PoolClient, QueryConfig, QueryResultRow } from 'pg';

/** Two million rows on a slow machine. */
const WITHIN_MS = 10 * 60_000;

/**
 * Runs a statement over a whole list, which may take ten minutes and not the seconds that a request's other statements have. Only in a
 * transaction; those behind it have their seconds again.
 */
export async function longStatement<Row extends QueryResultRow>(
  client: PoolClient,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  await client.query(`set local statement_timeout = ${WITHIN_MS}`);
  const statement: QueryConfig & { readonly query_timeout: number } = {
    text,
    values: [...values],
    query_timeout: WITHIN_MS + 5_000,
  };
  const { rows } = await client.query<Row>(statement);
  await client.query('set local statement_timeout to default');
  return rows;
}
