import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import { Database, type Queryable } from '../database/database.js';
import { isId, unknownParticipation } from '../participations/participations.js';

const instant = z.iso.datetime();

/** The appeals of one participation, the first first; who decides reads here what the customer says. */
export const appealsSchema = z.object({
  items: z.array(
    z
      .object({ id: z.guid(), text: z.string(), appealedAt: instant, answeredAt: instant.nullable() })
      .meta({ id: 'Appeal' }),
  ),
});

export type AppealList = z.output<typeof appealsSchema>;

interface Row {
  readonly id: string;
  readonly text: string;
  readonly appealed_at: Date;
  readonly answered_at: Date | null;
}

/** What customers say against having lost something; it is answered when that is given back, or can be no more. */
@Injectable()
export class Appeals {
  constructor(private readonly database: Database) {}

  /** Throws Problem (404). */
  async of(participation: string): Promise<AppealList> {
    const { pool } = this.database;
    if (!isId(participation)) throw unknownParticipation();
    const { rows } = await pool.query<Row>(
      'select id, text, appealed_at, answered_at from appeal where participation_id = $1 order by appealed_at, id',
      [participation],
    );
    if (rows.length === 0) await requireParticipation(pool, participation);
    return {
      items: rows.map(({ id, text, appealed_at, answered_at }) => ({
        id,
        text,
        appealedAt: appealed_at.toISOString(),
        answeredAt: answered_at?.toISOString() ?? null,
      })),
    };
  }
}

async function requireParticipation(db: Queryable, id: string): Promise<void> {
  const { rowCount } = await db.query('select from participation where id = $1', [id]);
  if (rowCount === 0) throw unknownParticipation();
}

/** Keeps an appeal, unless there is one that nobody has answered yet. */
export async function keepAppeal(
  db: Queryable,
  { participation, text, at }: { participation: string; text: string; at: Date },
): Promise<void> {
  await db.query(
    `insert into appeal (id, participation_id, text, appealed_at) values ($1, $2, $3, $4)
     on conflict (participation_id) where answered_at is null do nothing`,
    [newId(), participation, text, at],
  );
}
