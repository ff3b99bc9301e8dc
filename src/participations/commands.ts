import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import { type CommandType, OWN_SOURCE } from '../domain/commands.js';
import { OPEN_PHASES, type Phase } from '../domain/phase.js';
import { text } from '../domain/text.js';
import { accept } from '../events/inbox.js';
import { Answer } from '../idempotency/answer.js';
import type { Call } from '../idempotency/call.js';
import { Idempotency } from '../idempotency/idempotency.js';
import { isId, unknownParticipation } from './participations.js';
import { requirePhase } from './wrong-phase.js';

/** The body of `reinstate`: why it is done. */
export const reinstatingSchema = z.strictObject({ reason: text(2_000) }).meta({ id: 'Reinstating' });

export type Reinstating = z.output<typeof reinstatingSchema>;

/** What a command answers: the event that it became, to be found at `GET /v1/events?source=&id=`. */
export const commandSchema = z
  .object({ event: z.object({ source: z.string(), id: z.string() }) })
  .meta({ id: 'Command' });

/** Commands of operators, each an event of its own that survives like any other. */
@Injectable()
export class Commands {
  constructor(private readonly idempotency: Idempotency) {}

  /** The customer leaves (R11). Throws Problem (404, 409). */
  leave(call: Call, id: string): Promise<Answer> {
    return this.command(call, id, { type: 'participation.left', phases: OPEN_PHASES, data: {} });
  }

  /** Excuses everything before now (R10). Throws Problem (404, 409). */
  reinstate(call: Call, id: string, { reason }: Reinstating): Promise<Answer> {
    const phases: readonly Phase[] = ['forfeited', 'dropped'];
    return this.command(call, id, { type: 'participation.reinstated', phases, data: { reason } });
  }

  private command(
    call: Call,
    id: string,
    { type, phases, data }: { type: CommandType; phases: readonly Phase[]; data: object },
  ): Promise<Answer> {
    if (!isId(id)) throw unknownParticipation();
    return this.idempotency.once(call, async (client) => {
      const row = await lock(client, id);
      requirePhase(row.phase, phases);
      const event = { source: OWN_SOURCE, id: newId() };
      await accept(client, [
        {
          ...event,
          type,
          time: row.now.toISOString(),
          subject: row.customer_id,
          data: { ...data, by: call.client },
          participationId: id,
        },
      ]);
      if (type === 'participation.reinstated') await answerAppeal(client, id, row.now);
      return new Answer(202, { event });
    });
  }
}

/**
 * Locked until the event is written, so that the phase asked for is the phase it is accepted in: all of this customer's,
 * in the order in which the inbox locks them, or the two would wait for each other. Only an ended one has no customer.
 */
async function lock(
  client: PoolClient,
  id: string,
): Promise<{ phase: Phase; customer_id: string; now: Date }> {
  const { rows } = await client.query<{ phase: Phase; customer_id: string; now: Date }>(
    `with locked as materialized (
       select id, phase, customer_id, clock_offset from participation
       where id = $1 or customer_id = (select customer_id from participation where id = $1) order by id for no key update
     )
     select phase, customer_id, clock_timestamp() + clock_offset * interval '1 millisecond' as now
     from locked where id = $1`,
    [id],
  );
  if (!rows[0]) throw unknownParticipation();
  return rows[0];
}

/** Reinstating answers what the customer appealed against. */
async function answerAppeal(client: PoolClient, id: string, at: Date): Promise<void> {
  await client.query(
    'update appeal set answered_at = $2 where participation_id = $1 and answered_at is null',
    [id, at],
  );
}
