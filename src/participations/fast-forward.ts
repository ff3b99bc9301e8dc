import { type CanActivate, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Database } from '../database/database.js';
import { exactLength, milliseconds } from '../domain/duration.js';
import type { Phase } from '../domain/phase.js';
import type { Milliseconds } from '../domain/terms.js';
import { notFound, Problem } from '../problems/problem.js';
import { OPEN } from './commands.js';
import { isId, unknownParticipation } from './participations.js';
import { requirePhase } from './wrong-phase.js';

/** The body of `fast-forward`: how far, and whether the customer visits meanwhile. */
export const fastForwardSchema = z
  .strictObject({
    by: z.string().refine((text) => exactLength(text) !== undefined, {
      error: 'An exact ISO 8601 duration in weeks, days, hours, minutes and seconds, such as P100D.',
      params: { code: 'invalid-duration' },
    }),
    visiting: z.boolean().default(false),
  })
  .meta({ id: 'FastForward' });

export type FastForward = z.output<typeof fastForwardSchema>;

/** What `fast-forward` answers. */
export const movingSchema = z.object({ participationId: z.guid(), by: z.string() }).meta({ id: 'Moving' });

/** Moves one participation's clock; exists only where the Temporal server can skip time (design, "Time machine"). */
export interface TimeMachine {
  /** Resolves when the move is certain to be made, not when it is done. */
  move(participation: string, by: Milliseconds, visiting: boolean): Promise<void>;
}

/** The time machine of this installation, if it has one. */
export class TimeMachinePlace {
  constructor(readonly machine: TimeMachine | undefined) {}
}

/** Without a time machine there is no such address. */
@Injectable()
export class TimeMachineGuard implements CanActivate {
  constructor(private readonly place: TimeMachinePlace) {}

  canActivate(): boolean {
    if (this.place.machine) return true;
    throw notFound('no-time-machine', 'Clocks can only be moved with the embedded server (TIME_MACHINE).');
  }
}

/** Checks whether a clock may be moved, and has it moved. */
@Injectable()
export class FastForwarding {
  constructor(
    private readonly database: Database,
    private readonly place: TimeMachinePlace,
  ) {}

  /** Throws Problem: 404 without the participation, 409 when it has ended or a credit is pending. */
  async move(id: string, { by, visiting }: FastForward): Promise<z.output<typeof movingSchema>> {
    if (!isId(id)) throw unknownParticipation();
    const { rows } = await this.database.pool.query<{ phase: Phase; crediting: boolean }>(
      `select phase, exists (select from "grant" g where g.participation_id = p.id and g.state = 'pending') as crediting
       from participation p where id = $1`,
      [id],
    );
    if (!rows[0]) throw unknownParticipation();
    requirePhase(rows[0].phase, OPEN);
    if (rows[0].crediting) {
      throw new Problem(
        409,
        'credit-pending',
        'A credit is pending: wait until it is credited or has failed.',
      );
    }
    await this.place.machine?.move(id, milliseconds(by), visiting);
    return { participationId: id, by };
  }
}
