import type { PoolClient } from 'pg';
import type { Phase } from '../domain/phase.js';
import { NotInvitedError } from './entrance-errors.js';

/** What a page's command has to know of a participation that it has locked; `now` is its own clock. */
export interface Locked {
  readonly phase: Phase;
  readonly registered: boolean;
  readonly now: Date;
  readonly invitationEndsAt: Date;
}

/**
 * Locks until the transaction ends, so that the phase asked for is the phase an event is accepted in: all of this customer's, in the
 * order in which the inbox locks them, or the two would wait for each other. Throws PageError where it is not this customer's.
 */
export async function lockOwn(client: PoolClient, customer: string, id: string): Promise<Locked> {
  const { rows } = await client.query<Locked>(
    `with locked as materialized (
       select id, phase, registered_at, invitation_ends_at, clock_offset from participation
       where customer_id = $1 order by id for no key update
     )
     select phase, registered_at is not null as registered, invitation_ends_at as "invitationEndsAt",
       date_trunc('milliseconds', clock_timestamp()) + clock_offset * interval '1 millisecond' as now
     from locked where id = $2`,
    [customer, id],
  );
  if (!rows[0]) throw new NotInvitedError();
  return rows[0];
}
