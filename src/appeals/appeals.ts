import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import { Database, type Queryable } from '../database/database.js';
import { text } from '../domain/text.js';
import { Answer } from '../idempotency/answer.js';
import type { Call } from '../idempotency/call.js';
import { Idempotency } from '../idempotency/idempotency.js';
import { isId, unknownParticipation } from '../participations/participations.js';
import { Problem } from '../problems/problem.js';

const instant = z.iso.datetime();

/** What a customer says against a loss, and what was answered. */
export const appealSchema = z
  .object({
    id: z.guid(),
    text: z.string(),
    appealedAt: instant,
    answeredAt: instant.nullable(),
    declinedBecause: z.string().nullable().describe('What the customer was answered; null unless declined'),
  })
  .meta({ id: 'Appeal' });

/** The appeals of one participation, the first first; who decides reads here what the customer says. */
export const appealsSchema = z.object({
  items: z.array(
    appealSchema
      .extend({
        decideBy: instant
          .nullable()
          .describe('From this instant on it can be granted no more; null unless it waits'),
      })
      .meta({ id: 'AppealToDecide' }),
  ),
});

export type AppealList = z.output<typeof appealsSchema>;

/** The body of `decline`: what the customer is to read. */
export const decliningSchema = z
  .strictObject({ reason: text(2_000).describe('The customer reads it on the own page') })
  .meta({ id: 'Declining' });

export type Declining = z.output<typeof decliningSchema>;

/** What `decline` answers; by its participation an answer that is kept can be erased, so no text is in it. */
export const declinedSchema = z
  .object({ participationId: z.guid(), appealedAt: instant, answeredAt: instant })
  .meta({ id: 'DeclinedAppeal' });

interface Row {
  readonly id: string;
  readonly text: string;
  readonly appealed_at: Date;
  readonly answered_at: Date | null;
  readonly declined_because: string | null;
  readonly decide_by: Date | null;
}

/** What customers say against having lost something; it is answered when that is given back, can be no more, or somebody declines. */
@Injectable()
export class Appeals {
  constructor(
    private readonly database: Database,
    private readonly idempotency: Idempotency,
  ) {}

  /** Throws Problem (404). */
  async of(participation: string): Promise<AppealList> {
    const { pool } = this.database;
    if (!isId(participation)) throw unknownParticipation();
    const { rows } = await pool.query<Row>(
      `select a.id, text, appealed_at, answered_at, declined_because,
         case when answered_at is null then p.next_due_at end as decide_by
       from appeal a join participation p on p.id = a.participation_id where p.id = $1 order by appealed_at, a.id`,
      [participation],
    );
    if (rows.length === 0) await requireParticipation(pool, participation);
    return {
      items: rows.map(({ id, text, appealed_at, answered_at, declined_because, decide_by }) => ({
        id,
        text,
        appealedAt: appealed_at.toISOString(),
        answeredAt: answered_at?.toISOString() ?? null,
        declinedBecause: declined_because,
        decideBy: decide_by?.toISOString() ?? null,
      })),
    };
  }

  /** Answers the appeal that waits with no; what was lost stays lost. Throws Problem (404, 409). */
  decline(call: Call, participation: string, { reason }: Declining): Promise<Answer> {
    if (!isId(participation)) throw unknownParticipation();
    return this.idempotency.once(call, async (client) => {
      const { rows } = await client.query<Pick<Row, 'appealed_at'> & { answered_at: Date }>(DECLINE, [
        participation,
        reason,
      ]);
      if (!rows[0]) {
        await requireParticipation(client, participation);
        throw noneWaits();
      }
      const { appealed_at, answered_at } = rows[0];
      return new Answer(200, {
        participationId: participation,
        appealedAt: appealed_at.toISOString(),
        answeredAt: answered_at.toISOString(),
      } satisfies z.output<typeof declinedSchema>);
    });
  }
}

const DECLINE = `
update appeal a set declined_because = $2,
  answered_at = date_trunc('milliseconds', clock_timestamp()) + p.clock_offset * interval '1 millisecond'
from participation p where p.id = a.participation_id and p.id = $1 and a.answered_at is null
returning a.appealed_at, a.answered_at`;

function noneWaits(): Problem {
  const detail =
    'No appeal of this participation waits for an answer: `GET .../appeals` shows those that there were.';
  return new Problem(409, 'no-open-appeal', detail);
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
