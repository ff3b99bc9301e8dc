import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Database } from '../database/database.js';
import { text } from '../domain/text.js';
import { notFound, type Problem } from '../problems/problem.js';
import { cursorInstant, cursorOf, limit, type Page, pageOf, pageSchema } from '../paging/page.js';
import { customerMeant, soughtIdSchema } from './customer-meant.js';
import { orderOf, page, rowById } from './rows.js';
import { type ParticipationRow, participationSchema, type ParticipationView } from './view.js';
import { Views } from './views.js';

export const participationsSchema = pageSchema(participationSchema);

/** What `GET /v1/participations` filters by; all are optional. */
export const participationsQuery = z.strictObject({
  programme: text(64).exactOptional(),
  customerId: soughtIdSchema.exactOptional(),
  phase: participationSchema.shape.phase.exactOptional(),
  /** Only those whose appeal nobody has answered yet, or only the others. */
  appealed: z
    .stringbool({ truthy: ['true'], falsy: ['false'] })
    .meta({ enum: ['true', 'false'] })
    .exactOptional(),
  cursor: cursorOf(z.tuple([cursorInstant, z.guid()])).exactOptional(),
  limit,
});

export type ParticipationsQuery = z.output<typeof participationsQuery>;

/** Participations as they are to be read. */
@Injectable()
export class Participations {
  constructor(
    private readonly database: Database,
    private readonly views: Views,
  ) {}

  /** Throws Problem (404). */
  async get(id: string): Promise<ParticipationView> {
    return this.views.of(this.database.pool, await this.row(id));
  }

  async list(query: ParticipationsQuery): Promise<Page<ParticipationView>> {
    const { pool } = this.database;
    const { customerId: sought } = query;
    const who = sought === undefined ? {} : { customerId: await customerMeant(pool, sought, '/customerId') };
    const rows = await page(pool, { ...query, ...who }, query.limit + 1);
    const { items, next } = pageOf(
      rows,
      query.limit,
      (row) => this.views.of(this.database.pool, row),
      (row) => [row[orderOf(query)], row.id],
    );
    return { items: await Promise.all(items), next };
  }

  private async row(id: string): Promise<ParticipationRow> {
    const row = isId(id) ? await rowById(this.database.pool, id) : undefined;
    if (!row) throw unknownParticipation();
    return row;
  }
}

/** Whether this can be a participation's id at all; anything else stands for none. */
export function isId(text: string): boolean {
  return z.guid().safeParse(text).success;
}

export function unknownParticipation(): Problem {
  return notFound('participation-unknown', 'There is no participation with this id.');
}
