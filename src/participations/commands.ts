import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import { lockWithOthers } from '../../prisma/locked-participations.js';
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
      const locked = await lockWithOthers(client, id);
      if (!locked) throw unknownParticipation();
      const { phase, customerId, now } = locked;
      requirePhase(phase, phases);
      if (customerId === null) throw new RangeError('an open participation has a customer');
      const event = { source: OWN_SOURCE, id: newId() };
      await accept(client, [
        {
          ...event,
          type,
          time: now.toISOString(),
          subject: customerId,
          data: { ...data, by: call.client },
          participationId: id,
        },
      ]);
      if (type === 'participation.reinstated') await answerAppeal(client, id, now);
      return new Answer(202, { event });
    });
  }
}

/** Reinstating answers what the customer appealed against. */
async function answerAppeal(client: PoolClient, id: string, at: Date): Promise<void> {
  await client.query(
    'update appeal set answered_at = $2 where participation_id = $1 and answered_at is null',
    [id, at],
  );
}
