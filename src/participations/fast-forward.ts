import { type CanActivate, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Database } from '../database/database.js';
import { exactLength, milliseconds } from '../domain/duration.js';
import { OPEN_PHASES, type Phase } from '../domain/phase.js';
import type { Milliseconds } from '../domain/terms.js';
import { notFound, Problem } from '../problems/problem.js';
import { isId, unknownParticipation } from './participations.js';
import { WorkflowLinks } from './views.js';
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
export const movingSchema = z
  .object({
    participationId: z.guid(),
    by: z.string(),
    workflowId: z.string(),
    links: z.object({ workflow: z.url().nullable() }),
  })
  .meta({
    id: 'Moving',
    description: 'The workflow that moves the clock; the participation shows what it brings',
  });

/** Moves one participation's clock; exists only where the Temporal server can skip time (design, "Time machine"). */
export interface TimeMachine {
  /** Resolves with the id of the workflow that moves it, once that is certain to be done. */
  move(participation: string, by: Milliseconds, visiting: boolean): Promise<string>;
}

/** The time machine of this installation, if it has one. */
export class TimeMachinePlace {
  constructor(private readonly machine: TimeMachine | undefined) {}

  /** Throws Problem (404) without one. */
  required(): TimeMachine {
    if (this.machine) return this.machine;
    throw notFound('no-time-machine', 'Clocks can only be moved with the embedded server (TIME_MACHINE).');
  }
}

/** Without a time machine there is no such address. */
@Injectable()
export class TimeMachineGuard implements CanActivate {
  constructor(private readonly place: TimeMachinePlace) {}

  canActivate(): boolean {
    this.place.required();
    return true;
  }
}

/** Checks whether a clock may be moved, and has it moved. */
@Injectable()
export class FastForwarding {
  constructor(
    private readonly database: Database,
    private readonly place: TimeMachinePlace,
    private readonly links: WorkflowLinks,
  ) {}

  /** Throws Problem: 404 without the participation, 409 when it has ended, a credit is pending or it moves already. */
  async move(id: string, { by, visiting }: FastForward): Promise<z.output<typeof movingSchema>> {
    if (!isId(id)) throw unknownParticipation();
    const { rows } = await this.database.commands.pool.query<{ phase: Phase; crediting: boolean }>(
      `select phase, exists (select from "grant" g where g.participation_id = p.id and g.state = 'pending') as crediting
       from participation p where id = $1`,
      [id],
    );
    if (!rows[0]) throw unknownParticipation();
    requirePhase(rows[0].phase, OPEN_PHASES);
    if (rows[0].crediting) {
      throw new Problem(
        409,
        'credit-pending',
        'A credit is pending: wait until it is credited or has failed.',
      );
    }
    const workflowId = await this.place.required().move(id, milliseconds(by), visiting);
    return { participationId: id, by, workflowId, links: { workflow: this.links.to(workflowId) } };
  }
}
