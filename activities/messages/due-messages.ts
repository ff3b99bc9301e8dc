import type { Pool } from 'pg';
import type { Channel, MessageKind } from '../../src/domain/messages/kinds.js';
import type { Phase } from '../../src/domain/phase.js';
import type { Language } from '../../src/domain/wording.js';

/** An address with the ground on which it may be used. */
export interface ContactPoint {
  readonly value: string;
  readonly basis: string;
  readonly evidence: string;
}

/** A message that is due, with everything that is known of its participation at this moment. */
export interface DueMessage {
  readonly id: string;
  readonly participation: string;
  readonly kind: MessageKind;
  readonly cause: string;
  readonly state: 'pending' | 'sent';
  /** Set once it has been tried: it stays with that channel. */
  readonly channel: Channel | null;
  readonly reference: string | null;
  /** Tries before this one. */
  readonly attempts: number;
  /** Which claim this is; a later one makes everything that this one writes void. */
  readonly claims: number;
  /** Claims that came to a wait, and so were no tries. */
  readonly waits: number;
  /** An earlier try has no known outcome. */
  readonly mayHaveArrived: boolean;
  /** It was sent again without knowing whether an earlier try had arrived. */
  readonly mayRepeat: boolean;
  /** Something newer is to be told of the same participation, so that this is history. */
  readonly superseded: boolean;
  /** The customer has asked to be erased. */
  readonly erasing: boolean;
  readonly phase: Phase;
  readonly language: Language;
  readonly programme: { readonly code: string; readonly version: number };
  readonly clockOffset: number;
  readonly invitationEndsAt: Date;
  readonly quietEndsAt: Date | null;
  readonly lastVisitAt: Date | null;
  /** The newest inactivity warning: the last visit of its gap, and when it was recorded. */
  readonly warnedFor: Date | null;
  readonly warnedAt: Date | null;
  readonly nextDueAt: Date | null;
  readonly sms: ContactPoint | null;
  readonly email: ContactPoint | null;
  /** Of the grant that it tells of. */
  readonly megabytes: number | null;
  readonly creditedMegabytes: number;
  /** When this customer got advertising in any programme, on the wall clock. */
  readonly advertisedAt: readonly Date[];
}

/** For so long a claimed message is nobody else's, until a try begins, which takes as long as its carrier is patient. Erasures look later than that. */
const LEASE = `interval '1 minute'`;

const CLAIM = `
with due as (
  select id from message
  where due_at <= now() and (claimed_until is null or claimed_until < now())
  order by due_at, id limit $1 for update skip locked
), claimed as (
  update message m set claims = m.claims + 1, claimed_until = now() + ${LEASE}
  from due where m.id = due.id
  returning m.*
)
select m.id, m.participation_id as participation, m.kind, m.cause, m.state, m.channel, m.reference, m.attempts, m.claims, m.waits,
  m.may_have_arrived as "mayHaveArrived", m.may_repeat as "mayRepeat",
  m.kind in ('forfeited', 'dropped', 'reinstated', 'resumed') and exists (
    select from message newer where newer.participation_id = m.participation_id
    and newer.kind in ('forfeited', 'dropped', 'reinstated', 'resumed') and newer.created_at > m.created_at
  ) as superseded,
  exists (select from erasure e where e.customer_id = p.customer_id) as erasing,
  p.phase, p.language, p.programme_code as "programmeCode", p.programme_version as "programmeVersion",
  p.clock_offset as "clockOffset", p.invitation_ends_at as "invitationEndsAt", p.quiet_ends_at as "quietEndsAt",
  p.last_visit_at as "lastVisitAt", p.warned_for as "warnedFor", p.warned_at as "warnedAt", p.next_due_at as "nextDueAt", c.mobile as sms, c.email,
  (select g.megabytes from "grant" g where g.participation_id = p.id and g.code = m.cause) as megabytes,
  (select coalesce(sum(g.megabytes), 0)::int from "grant" g where g.participation_id = p.id and g.state = 'credited')
    as "creditedMegabytes",
  array(
    select a.advertised_at from participation q join message a on a.participation_id = q.id
    where q.customer_id = p.customer_id and a.id <> m.id and a.advertised_at is not null
  ) as "advertisedAt"
from claimed m join participation p on p.id = m.participation_id
left join contact c on c.participation_id = p.id`;

interface Row extends Omit<DueMessage, 'programme' | 'clockOffset'> {
  programmeCode: string;
  programmeVersion: number;
  clockOffset: string;
}

/** Claims up to `limit` messages that are due. What no outcome is written for is due again after the lease. */
export async function claimDue(pool: Pool, limit: number): Promise<readonly DueMessage[]> {
  const { rows } = await pool.query<Row>({ name: 'claim-messages', text: CLAIM, values: [limit] });
  return rows.map(({ programmeCode, programmeVersion, clockOffset, ...row }) => ({
    ...row,
    clockOffset: Number(clockOffset),
    programme: { code: programmeCode, version: programmeVersion },
  }));
}
