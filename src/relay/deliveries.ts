import type { PoolClient } from 'pg';
import { type CommandType, STOPS } from '../domain/commands.js';
import type { Phase } from '../domain/phase.js';
import type { EventType } from '../events/event-types.js';

/** One undelivered event with what is needed to bring it to its participation. */
export interface Delivery {
  readonly id: string;
  readonly participation: string;
  readonly type: EventType | CommandType;
  readonly time: Date;
  readonly acceptedAt: Date;
  /** How long ago the inbox took it, in milliseconds of the wall clock. */
  readonly ageMs: number;
  readonly data: Readonly<Record<string, unknown>>;
  /** Tries that failed by themselves, not by an outage. */
  readonly attempts: number;
  readonly phase: Phase;
  readonly endedBecause: string | null;
  readonly invitedAt: Date;
  readonly invitationEndsAt: Date;
  readonly clockOffset: number;
  readonly programme: { readonly code: string; readonly version: number };
}

/** What became of one try: sent (its outcome is still to be recorded), done, or to be tried again. */
export interface Tried {
  readonly id: string;
  readonly status: 'pending' | 'applied' | 'ignored' | 'parked';
  readonly code?: string;
  /** Tries that failed by themselves, not by an outage. */
  readonly attempts: number;
  /** How long to wait, in milliseconds, before it is tried again if it has no outcome by then. */
  readonly againInMs: number;
}

/** Of one participation at a time, so that the claim is given back soon. */
const MOST_OF_ONE = 50;

/** Columns hold whole milliseconds: an event of this very moment may be rounded up into the next. */
const NOW = `now() + interval '1 millisecond'`;

/** However much one participation has due, it is one row here, and its turn comes again behind everybody else's. */
const CLAIM = `
select m.participation_id from due_participation w join mailbox m using (participation_id)
where w.due_at <= ${NOW} order by w.due_at limit $1 for update of m skip locked`;

/**
 * The first stop of participation `p` that could not be sent: it has a code. Whatever was accepted after a stop must not be heard
 * before it, or it would still be paid (R11). $2 are the types that stop.
 */
export const HELD_BY = `
select s.id, s.next_try_at from delivery s join event e on e.seq = s.event_seq
where s.participation_id = p.id and s.status = 'pending' and s.code is not null and e.type = any ($2)
order by s.id limit 1`;

const DUE_OF_ONE = `
select id, event_seq, accepted_at, attempts, next_try_at from delivery
where participation_id = p.id and status = 'pending' and next_try_at <= ${NOW}`;

/**
 * A statement of its own: it sees what the relay that held the claim before has written. Behind a stop that could not be sent
 * everything waits until it is sent or parked; behind one that was sent nothing may wait (R16).
 */
const DUE = `
select d.id, p.id as participation, e.type, e.time, d.accepted_at as "acceptedAt", e.data, d.attempts, p.phase, p.ended_because as "endedBecause",
  extract(epoch from clock_timestamp() - e.received_at)::float8 * 1000 as "ageMs",
  p.invited_at as "invitedAt", p.invitation_ends_at as "invitationEndsAt", p.clock_offset as "clockOffset",
  p.programme_code as "programmeCode", p.programme_version as "programmeVersion"
from participation p left join lateral (${HELD_BY}) stop on true cross join lateral (
  select * from (
    (select 1 as turn, due.* from (${DUE_OF_ONE}) due where id <= stop.id order by id limit ${MOST_OF_ONE})
    union all
    (select 2 as turn, due.* from (${DUE_OF_ONE}) due where stop.id is null or (stop.next_try_at <= ${NOW} and id > stop.id)
     order by next_try_at, id limit ${MOST_OF_ONE})
  ) in_turn order by turn, next_try_at, id limit ${MOST_OF_ONE}
) d join event e on e.seq = d.event_seq
where p.id = any ($1::uuid[])
order by d.id`;

interface Row extends Omit<Delivery, 'clockOffset' | 'programme'> {
  clockOffset: string;
  programmeCode: string;
  programmeVersion: number;
}

/**
 * Claims up to `limit` participations that have something due, whoever has waited longest first, for as long as the transaction
 * lasts. Another relay passes over them; recording a step and taking in events go on.
 */
export async function claim(client: PoolClient, limit: number): Promise<readonly string[]> {
  const { rows } = await client.query<{ participation_id: string }>({
    name: 'claim',
    text: CLAIM,
    values: [limit],
  });
  return rows.map((row) => row.participation_id);
}

/** What is due of claimed participations, up to 50 of each, in order per participation. */
export async function dueOf(
  client: PoolClient,
  participations: readonly string[],
): Promise<readonly Delivery[]> {
  if (participations.length === 0) return [];
  const { rows } = await client.query<Row>({ name: 'due', text: DUE, values: [participations, STOPS] });
  return rows.map(({ clockOffset, programmeCode, programmeVersion, ...row }) => ({
    ...row,
    clockOffset: Number(clockOffset),
    programme: { code: programmeCode, version: programmeVersion },
  }));
}
