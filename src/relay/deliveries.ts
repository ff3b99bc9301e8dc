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

/** So many due deliveries are looked through for participations: a flood of one customer's does not hide the others. */
const WINDOW = 2_000;
/** Of one participation at a time, so that the claim is given back soon. */
const MOST_OF_ONE = 50;

/** Columns hold whole milliseconds: an event of this very moment may be rounded up into the next. */
const NOW = `now() + interval '1 millisecond'`;

const CLAIM = `
select m.participation_id from (
  select participation_id, min(next_try_at) as since from (
    select participation_id, next_try_at from delivery
    where status = 'pending' and next_try_at <= ${NOW} order by next_try_at limit ${WINDOW}
  ) due group by participation_id
) waiting join mailbox m using (participation_id)
order by waiting.since limit $1 for update of m skip locked`;

/**
 * A statement of its own: it sees what the relay that held the claim before has written. Whatever was accepted after a stop must not
 * be heard before it, or it would still be paid (R11): behind one that could not be sent (it has a code) everything waits until it is sent or parked; behind one that was sent nothing may wait (R16).
 */
const DUE = `
select d.id, p.id as participation, e.type, e.time, d.accepted_at as "acceptedAt", e.data, d.attempts, p.phase, p.ended_because as "endedBecause",
  extract(epoch from clock_timestamp() - e.received_at)::float8 * 1000 as "ageMs",
  p.invited_at as "invitedAt", p.invitation_ends_at as "invitationEndsAt", p.clock_offset as "clockOffset",
  p.programme_code as "programmeCode", p.programme_version as "programmeVersion"
from participation p cross join lateral (
  select id, event_seq, accepted_at, attempts from delivery
  where participation_id = p.id and status = 'pending' and next_try_at <= ${NOW} and id < coalesce((
    select min(s.id) from delivery s join event e on e.seq = s.event_seq
    where s.participation_id = p.id and s.status = 'pending' and s.code is not null and s.next_try_at > ${NOW}
      and e.type = any ($2)
  ), id + 1) order by id limit ${MOST_OF_ONE}
) d join event e on e.seq = d.event_seq
where p.id = any ($1::uuid[])
order by d.id`;

interface Row extends Omit<Delivery, 'clockOffset' | 'programme'> {
  clockOffset: string;
  programmeCode: string;
  programmeVersion: number;
}

/**
 * Claims up to `limit` participations that have something due, for as long as the transaction lasts, and reads what is
 * due, in order per participation. Another relay passes over them; recording a step and taking in events go on.
 */
export async function claim(client: PoolClient, limit: number): Promise<readonly Delivery[]> {
  const claimed = await client.query<{ participation_id: string }>({
    name: 'claim',
    text: CLAIM,
    values: [limit],
  });
  if (claimed.rows.length === 0) return [];
  const { rows } = await client.query<Row>({
    name: 'due',
    text: DUE,
    values: [claimed.rows.map((row) => row.participation_id), STOPS],
  });
  return rows.map(({ clockOffset, programmeCode, programmeVersion, ...row }) => ({
    ...row,
    clockOffset: Number(clockOffset),
    programme: { code: programmeCode, version: programmeVersion },
  }));
}

/** What a try was written down as. */
export type Written = Pick<Tried, 'id' | 'status'> & {
  readonly participation: string;
  readonly code: string | null;
};

const WRITE = `
with t as (
  select * from jsonb_to_recordset($1::jsonb)
  as t(id bigint, status text, code text, attempts int, "againInMs" float8)
), free as (
  select d.id, d.participation_id from delivery d join t on t.id = d.id
  where d.id = any ($2::bigint[]) and d.status = 'pending' for update of d skip locked
), written as (
  select t.*, (
    select case p.ended_because when 'erased' then 'erased' else 'ended' end from participation p
    where t.code = 'workflow-missing' and p.id = free.participation_id and p.phase in ('completed', 'ended')
  ) as ended from t join free on free.id = t.id
)
update delivery d set
  status = case when w.ended is null then w.status else 'ignored' end,
  code = coalesce(w.ended, w.code),
  attempts = w.attempts,
  next_try_at = clock_timestamp() + w."againInMs" * interval '1 millisecond'
from written w where d.id = w.id and d.id = any ($2)
returning d.id, d.participation_id as participation, d.status, d.code`;

/**
 * Writes what became of the tries and answers what was written: rows that have an outcome by now, or get one at this
 * moment, are left to their step; a workflow that is missing because its participation has ended meanwhile is no fault (R13).
 */
export async function writeTried(client: PoolClient, tried: readonly Tried[]): Promise<readonly Written[]> {
  const { rows } = await client.query<Written>({
    name: 'tried',
    text: WRITE,
    values: [JSON.stringify(tried), tried.map(({ id }) => id)],
  });
  return rows;
}
