import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Database } from '../database/database.js';
import { cursorInstant, cursorOf, limit, type Page, pageOf, pageSchema } from '../paging/page.js';
import {
  type AppealRow,
  type Cause,
  type Entry,
  journal,
  type MessageRow,
  type StepRow,
  type WarningRow,
} from './journal.js';
import { isId, unknownParticipation } from './participations.js';

const instant = z.iso.datetime();

export const entrySchema = z
  .object({
    step: z.int().nullable(),
    what: z.string(),
    happenedAt: instant,
    recordedAt: instant,
    event: z.object({ source: z.string(), id: z.string(), type: z.string() }).nullable(),
    rule: z
      .string()
      .nullable()
      .describe('The rule of docs/rules.md that makes it count, such as `R9`; null for what no rule decided'),
  })
  .meta({ id: 'JournalEntry' });

export const journalSchema = pageSchema(entrySchema);

/** Pages are of whole steps: `limit` counts steps. */
export const journalQuery = z.strictObject({
  cursor: cursorOf(z.tuple([z.int32().min(0), cursorInstant])).exactOptional(),
  limit,
});

/** Journals as they are stored. */
@Injectable()
export class Journals {
  constructor(private readonly database: Database) {}

  /** Throws Problem (404). */
  async read(id: string, { cursor, limit: size }: z.output<typeof journalQuery>): Promise<Page<Entry>> {
    if (!isId(id)) throw unknownParticipation();
    const [after = 0, since = null] = cursor ?? [];
    const rows = await this.steps(id, after, size + 1);
    if (rows.length === 0) await this.requireParticipation(id);
    const { items: steps, next } = pageOf(rows, size, ownRow, ({ n, recorded_at }) => [n, recorded_at]);
    const until = next === null ? null : (steps.at(-1)?.recorded_at ?? null);
    const [warnings, messages, appeals, causes] = await Promise.all([
      this.warnings(id, since, until),
      this.messages(id, since, until),
      this.appeals(id, since, until),
      this.causes(steps),
    ]);
    return { items: journal(steps, warnings, messages, appeals, causes), next };
  }

  private async steps(id: string, after: number, size: number): Promise<readonly StepRow[]> {
    const { rows } = await this.database.pool.query<StepRow>(
      'select n, recorded_at, facts from step where participation_id = $1 and n > $2 order by n limit $3',
      [id, after, size],
    );
    return rows;
  }

  private async warnings(
    id: string,
    since: string | null,
    until: Date | null,
  ): Promise<readonly WarningRow[]> {
    const { rows } = await this.database.pool.query<WarningRow>(
      `select last_visit_at, recorded_at from warning where participation_id = $1
       and ($2::timestamptz is null or recorded_at > $2) and ($3::timestamptz is null or recorded_at <= $3)
       order by recorded_at`,
      [id, since, until],
    );
    return rows;
  }

  private async messages(
    id: string,
    since: string | null,
    until: Date | null,
  ): Promise<readonly MessageRow[]> {
    const { rows } = await this.database.pool.query<MessageRow>(
      `select kind, state, channel, reason, may_repeat, decided_at from message
       where participation_id = $1 and decided_at is not null
       and ($2::timestamptz is null or decided_at > $2) and ($3::timestamptz is null or decided_at <= $3)
       order by decided_at, id`,
      [id, since, until],
    );
    return rows;
  }

  private async appeals(id: string, since: string | null, until: Date | null): Promise<readonly AppealRow[]> {
    const { rows } = await this.database.pool.query<AppealRow>(
      `select what, at from appeal a left join step s on s.participation_id = a.participation_id
           and s.recorded_at = a.answered_at and s.phase = 'ended' and a.declined_because is null,
         lateral (values ('appealed', appealed_at), ('appeal-undecided', s.recorded_at),
           ('appeal-declined', case when declined_because is not null then answered_at end)) as told(what, at)
       where a.participation_id = $1 and at is not null
       and ($2::timestamptz is null or at > $2) and ($3::timestamptz is null or at <= $3)
       order by at, id`,
      [id, since, until],
    );
    return rows;
  }

  private async causes(steps: readonly StepRow[]): Promise<ReadonlyMap<string, Cause>> {
    const deliveries = steps
      .flatMap(({ facts }) => facts)
      .flatMap((fact) => ('delivery' in fact && fact.delivery !== undefined ? [fact.delivery] : []));
    const { rows } = await this.database.pool.query<Cause & { delivery: string }>(
      `select d.id as delivery, e.source, e.id, e.type from delivery d join event e on e.seq = d.event_seq
       where d.id = any ($1::bigint[])`,
      [deliveries],
    );
    return new Map(rows.map(({ delivery, ...cause }) => [delivery, cause]));
  }

  private async requireParticipation(id: string): Promise<void> {
    const { rowCount } = await this.database.pool.query('select from participation where id = $1', [id]);
    if (rowCount === 0) throw unknownParticipation();
  }
}

function ownRow(row: StepRow): StepRow {
  return row;
}
