import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Database } from '../database/database.js';
import { cursorInstant, cursorOf, limit, type Page, pageOf } from '../paging/page.js';
import { notFound, Problem } from '../problems/problem.js';
import { CreditStarter } from './credit-starter.js';
import { grantSchema, type GrantView, grantView, type StoredGrant } from './grant.js';

/** What `GET /v1/grants` filters by. */
export const grantsQuery = z.strictObject({
  participation: z.guid().exactOptional(),
  state: grantSchema.shape.state.exactOptional(),
  cursor: cursorOf(z.tuple([cursorInstant, z.guid()])).exactOptional(),
  limit,
});

export type GrantsQuery = z.output<typeof grantsQuery>;

/** Makes a failed grant ($1) pending; waits for an erasure that is being carried out, after which there is nobody to credit. */
const RETRY = `
with holder as materialized (
  select p.id, p.customer_id from participation p join "grant" g on g.participation_id = p.id where g.id = $1 for key share of p
)
update "grant" g set state = 'pending', reason = null, retries = retries + 1 from holder
where g.id = $1 and g.participation_id = holder.id and holder.customer_id is not null and g.state = 'failed'`;

const RETRIED = `
select g.id, participation_id as "participationId", code, megabytes, state, reference, reason, earned_at as "earnedAt",
  credited_at as "creditedAt", p.customer_id as "customerId"
from "grant" g join participation p on p.id = g.participation_id where g.id = $1`;

type Retried = StoredGrant & { readonly customerId: string | null };

/** Grants as they are to be read, in the order of earning, and the second try of one that failed. */
@Injectable()
export class Grants {
  constructor(
    private readonly database: Database,
    private readonly credits: CreditStarter,
  ) {}

  async list({ participation, state, cursor, limit: size }: GrantsQuery): Promise<Page<GrantView>> {
    const [earnedAt, id] = cursor ?? [];
    const rows = await this.database.prisma.grant.findMany({
      where: {
        ...(participation !== undefined && { participationId: participation }),
        ...(state !== undefined && { state }),
        ...(earnedAt !== undefined &&
          id !== undefined && {
            earnedAt: { gte: earnedAt },
            OR: [{ earnedAt: { gt: earnedAt } }, { id: { gt: id } }],
          }),
      },
      orderBy: [{ earnedAt: 'asc' }, { id: 'asc' }],
      take: size + 1,
    });
    return pageOf(rows, size, grantView, (row) => [row.earnedAt, row.id]);
  }

  /**
   * Has the charging system asked once more: a failed grant becomes pending before its workflow is started, so that
   * the workflow never meets the old state. Throws Problem: 404, 409 when credited, or when the customer was erased.
   */
  async retry(id: string): Promise<GrantView> {
    if (!z.guid().safeParse(id).success) throw unknown();
    const { pool } = this.database.commands;
    const { rowCount: retried } = await pool.query(RETRY, [id]);
    const { rows } = await pool.query<Retried>(RETRIED, [id]);
    const row = rows[0];
    if (!row) throw unknown();
    if (row.state === 'credited')
      throw new Problem(409, 'already-credited', 'This grant is credited: nothing is left to do.');
    if (row.customerId === null)
      throw new Problem(409, 'erased', 'The customer was erased: there is no account to credit any more.');
    await this.credits.start(row.id, retried === 1 ? 'instead' : 'unless-running');
    return grantView(row);
  }
}

function unknown(): Problem {
  return notFound('grant-unknown', 'There is no grant with this id.');
}
