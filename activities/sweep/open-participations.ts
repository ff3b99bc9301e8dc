import type { Pool } from 'pg';
import { OPEN_PHASES, type Phase } from '../../src/domain/phase.js';

/** Index entries of one statement. */
const PAGE = 20_000;

/** The statement that the index on programme, phase and invitation serves: $1 and $2 which, $3 and $4 the last one counted. */
const COUNT = `
with page as materialized (
  select invited_at, id from participation
  where programme_code = $1 and phase = $2 and (invited_at, id) > ($3, $4::uuid) order by invited_at, id limit ${PAGE}
)
select count(*)::int as seen, max(invited_at) as "invitedAt",
  (select id from page order by invited_at desc, id desc limit 1) as id
from page`;

interface Page {
  seen: number;
  invitedAt: Date | null;
  id: string | null;
}

/** How many participations are open: counted page by page, or, where that takes longer than this, as PostgreSQL's statistics say. */
export async function countOpen(pool: Pool, withinMs: number): Promise<number> {
  const until = performance.now() + withinMs;
  const programmes = await pool.query<{ code: string }>('select distinct code from programme_version');
  let open = 0;
  for (const { code } of programmes.rows)
    for (const phase of OPEN_PHASES)
      for await (const seen of pages(pool, code, phase)) {
        open += seen;
        if (performance.now() > until) return Math.max(open, await estimateOpen(pool));
      }
  return open;
}

async function* pages(pool: Pool, code: string, phase: Phase): AsyncGenerator<number> {
  let after = { invitedAt: new Date(0), id: '00000000-0000-0000-0000-000000000000' };
  for (;;) {
    const values = [code, phase, after.invitedAt, after.id];
    const { rows } = await pool.query<Page>({ name: 'count-open', text: COUNT, values });
    const [page] = rows;
    if (!page) return;
    yield page.seen;
    if (!page.invitedAt || page.id === null || page.seen < PAGE) return;
    after = { invitedAt: page.invitedAt, id: page.id };
  }
}

/** By the planner, who knows the table's size of now and the share of each phase since the last analysis. */
async function estimateOpen(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ 'QUERY PLAN': readonly { Plan: { 'Plan Rows': number } }[] }>(
    `explain (format json) select from participation where phase in ('${OPEN_PHASES.join("', '")}')`,
  );
  return rows[0]?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0;
}
