import type { PoolClient } from 'pg';
import type { Phase } from '../src/domain/phase.js';

/** A participation that is locked until the transaction ends; `now` is its own clock. */
export interface LockedParticipation {
  readonly id: string;
  /** Null once the customer was erased. */
  readonly customerId: string | null;
  readonly phase: Phase;
  readonly registered: boolean;
  readonly invitationEndsAt: Date;
  readonly now: Date;
}

/**
 * Locks what this customer takes part in, in the order in which the inbox locks it, or the two would wait for each other: what is read
 * is then what an event is accepted in. `against` everything: also whoever writes a row that points there.
 */
export async function lockAllOf(
  client: PoolClient,
  customerId: string,
  against: 'changes' | 'everything' = 'changes',
): Promise<readonly LockedParticipation[]> {
  return lock(client, 'customer_id = $1', customerId, against === 'changes' ? 'no key update' : 'update');
}

/** Locks this participation with all others of its customer, as `lockAllOf` does; undefined where there is none. */
export async function lockWithOthers(
  client: PoolClient,
  id: string,
): Promise<LockedParticipation | undefined> {
  const others = 'customer_id = (select customer_id from participation where id = $1)';
  const locked = await lock(client, `id = $1 or ${others}`, id, 'no key update');
  return locked.find((each) => each.id === id);
}

async function lock(client: PoolClient, which: string, value: string, how: 'no key update' | 'update') {
  const { rows } = await client.query<LockedParticipation>(
    `with locked as materialized (
       select id, customer_id, phase, registered_at, invitation_ends_at, clock_offset from participation
       where ${which} order by id for ${how}
     )
     select id, customer_id as "customerId", phase, registered_at is not null as registered, invitation_ends_at as "invitationEndsAt",
       date_trunc('milliseconds', clock_timestamp()) + clock_offset * interval '1 millisecond' as now from locked`,
    [value],
  );
  return rows;
}
