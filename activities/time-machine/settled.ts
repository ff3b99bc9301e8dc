import type { Pool } from 'pg';
import { UnknownParticipationError } from '../steps/locked-row.js';

/** Something that the last hop brought is not done yet; the message says what. */
export class NotSettledError extends Error {
  override readonly name = 'NotSettledError';
}

interface Row {
  ended: boolean;
  undelivered: boolean;
  uncredited: boolean;
  untold: boolean;
  due: Date | null;
  clock_offset: string;
  wall: Date;
}

const READ = `select phase in ('completed', 'ended') as ended,
  exists (select from delivery where participation_id = p.id and status = 'pending') as undelivered,
  exists (select from "grant" where participation_id = p.id and state = 'pending') as uncredited,
  exists (select from message where participation_id = p.id and state = 'pending' and due_at <= now()) as untold,
  next_due_at as due, clock_offset, clock_timestamp() as wall
  from participation p where id = $1`;

/** Answers whether the participation has ended, once all is done. Throws NotSettledError, UnknownParticipationError. */
export async function settled(pool: Pool, participation: string): Promise<{ ended: boolean }> {
  const { rows } = await pool.query<Row>(READ, [participation]);
  if (!rows[0]) throw new UnknownParticipationError();
  const waitsFor = unsettled(rows[0]);
  if (waitsFor) throw new NotSettledError(waitsFor);
  return { ended: rows[0].ended };
}

function unsettled({
  ended,
  undelivered,
  uncredited,
  untold,
  due,
  clock_offset,
  wall,
}: Row): string | undefined {
  if (undelivered) return 'an event is on its way to the participation';
  if (uncredited) return 'a credit is pending at the charging system';
  if (untold) return 'a message is due to be sent';
  const now = wall.getTime() + Number(clock_offset);
  if (!ended && due && due.getTime() <= now) return 'what is due is still to be recorded';
  return undefined;
}
