import { expect, it } from '@jest/globals';
import pg from 'pg';
import { until } from '../support/until.js';
import { TestApi } from './api.js';
import { EveryCall, type Walked } from './every-call.js';

const CONNECTIONS = 3;
const api = await TestApi.start({}, undefined, CONNECTIONS);

/** There is no Temporal server that could move a clock. */
const NOT_HERE = ['POST /v1/participations/{id}/fast-forward'];

/** How many sessions of this database wait for the articles of the help. */
async function waiting(): Promise<number> {
  const { rows } = await api.database.pool.query<{ count: number }>(
    `select count(*)::int as count from pg_locks where relation = 'help_article'::regclass and not granted`,
  );
  return rows[0]?.count ?? 0;
}

it('while anonymous pages hold every connection that they can, an operator reports and commands, and the API is ready', async () => {
  const lock = new pg.Client({ connectionString: api.database.url });
  await lock.connect();
  try {
    await lock.query('begin; lock table help_article');
    const searches = Array.from({ length: 10 }, () => fetch(`${api.url}/de/help?q=rechnung`));
    await until(async () => ((await waiting()) === CONNECTIONS ? true : undefined));
    const walked: Walked = await new EveryCall(api).writing();
    const unwell = [...walked].filter(([, statuses]) => statuses.some((status) => status >= 400));
    const left = unwell.map(([call]) => call).filter((call) => !NOT_HERE.includes(call));
    expect(left).toEqual([]);
    expect((await api.call('GET', '/health/ready')).status).toBe(200);
    await lock.query('commit');
    await Promise.all(searches);
  } finally {
    await lock.end();
  }
});
