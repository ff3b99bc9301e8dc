import type { Queryable } from '../database/database.js';
import { OWN_SOURCE } from '../domain/commands.js';
import { OPEN_PHASES } from '../domain/phase.js';
import type { EventType } from './event-types.js';
import { accept } from './inbox.js';

/** A participation of somebody who is at work on our pages. */
export interface Participant {
  readonly participation: string;
  readonly customerId: string;
}

/** The open participations of this customer. */
export async function openParticipations(db: Queryable, customerId: string): Promise<readonly Participant[]> {
  const { rows } = await db.query<Participant>(
    `select id as participation, customer_id as "customerId" from participation
     where customer_id = $1 and phase = any ($2) order by id`,
    [customerId, OPEN_PHASES],
  );
  return rows;
}

/**
 * Puts what a customer has just done on our pages into the inbox, on the participation's clock and limited to it. With the same
 * `id` it happens once.
 */
export async function acceptOnPage(
  db: Queryable,
  { participation, customerId }: Participant,
  type: EventType,
  id: string,
): Promise<void> {
  const { rows } = await db.query<{ now: Date }>(
    `select clock_timestamp() + clock_offset * interval '1 millisecond' as now from participation where id = $1`,
    [participation],
  );
  const now = rows[0]?.now;
  if (!now) return;
  const event = { source: OWN_SOURCE, id, type, time: now.toISOString(), subject: customerId };
  await accept(db, [{ ...event, data: {}, participationId: participation }]);
}
