import type { PoolClient } from 'pg';

/** One undelivered event with what is needed to bring it to its participation. */
export interface Delivery {
  readonly id: string;
  readonly participation: string;
  readonly type: string;
  readonly time: Date;
  readonly acceptedAt: Date;
  readonly data: Readonly<Record<string, unknown>>;
  readonly attempts: number;
  readonly phase: string;
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
  readonly nextTryAt: Date;
}

interface Row extends Omit<Delivery, 'clockOffset' | 'programme'> {
  clockOffset: string;
  programmeCode: string;
  programmeVersion: number;
}

/**
 * Claims up to `limit` participations that have something due, for as long as the transaction lasts, and reads what is
 * due, in order per participation. Another relay skips them; recording a step and taking in events go on.
 */
export async function claim(client: PoolClient, limit: number): Promise<readonly Delivery[]> {
  const claimed = await client.query<{ participation_id: string }>({
    name: 'claim',
    text: `select participation_id from mailbox where participation_id in (
             select participation_id from delivery where status = 'pending' and next_try_at <= now()
             order by next_try_at limit $1
           ) for update skip locked`,
    values: [limit],
  });
  if (claimed.rows.length === 0) return [];
  const { rows } = await client.query<Row>({
    name: 'due',
    text: `select d.id, d.participation_id as participation, e.type, e.time, d.accepted_at as "acceptedAt", e.data,
             d.attempts, p.phase, p.invited_at as "invitedAt", p.invitation_ends_at as "invitationEndsAt",
             p.clock_offset as "clockOffset", p.programme_code as "programmeCode",
             p.programme_version as "programmeVersion"
           from delivery d join event e on e.seq = d.event_seq join participation p on p.id = d.participation_id
           where d.participation_id = any ($1::uuid[]) and d.status = 'pending' and d.next_try_at <= now()
           order by d.id`,
    values: [claimed.rows.map((row) => row.participation_id)],
  });
  return rows.map(({ clockOffset, programmeCode, programmeVersion, ...row }) => ({
    ...row,
    clockOffset: Number(clockOffset),
    programme: { code: programmeCode, version: programmeVersion },
  }));
}

/** Writes what became of the tries. Rows that a step is recording at this moment are left to it. */
export async function writeTried(client: PoolClient, tried: readonly Tried[]): Promise<void> {
  await client.query({
    name: 'tried',
    text: `with t as (
             select * from jsonb_to_recordset($1::jsonb)
             as t(id bigint, status text, code text, attempts int, "nextTryAt" timestamptz)
           ), free as (
             select d.id from delivery d join t on t.id = d.id where d.status = 'pending' for update of d skip locked
           )
           update delivery d set status = t.status, code = t.code, attempts = t.attempts, next_try_at = t."nextTryAt"
           from t join free on free.id = t.id where d.id = t.id`,
    values: [JSON.stringify(tried)],
  });
}
