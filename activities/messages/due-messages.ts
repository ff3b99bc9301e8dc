import type { Pool } from 'pg';
import { inTransaction } from '../../prisma/transaction.js';
import type { Channel, MessageKind } from '../../src/domain/messages/kinds.js';
import type { Language } from '../../src/domain/wording.js';
import type { Phase } from '../../src/domain/phase.js';

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
  /** An earlier try has no known outcome. */
  readonly mayHaveArrived: boolean;
  readonly sentAt: Date | null;
  readonly phase: Phase;
  readonly language: Language;
  readonly programme: { readonly code: string; readonly version: number };
  readonly clockOffset: number;
  readonly invitationEndsAt: Date;
  readonly quietEndsAt: Date | null;
  readonly lastVisitAt: Date | null;
  readonly nextDueAt: Date | null;
  readonly sms: ContactPoint | null;
  readonly email: ContactPoint | null;
  /** Of the grant that it tells of. */
  readonly megabytes: number | null;
  readonly creditedMegabytes: number;
  /** When this customer got advertising in any programme, each on its participation's clock. */
  readonly advertisedAt: readonly Date[];
}

/** For so long a claimed message is nobody else's; longer than any try takes. */
const LEASE = `interval '1 minute'`;

/**
 * From the claim on a try counts as one that may have arrived, until its outcome is written: whoever finds it after a crash looks
 * first.
 */
const CLAIM = `
with due as (
  select id, may_have_arrived from message where due_at <= now() order by due_at, id limit $1 for update skip locked
), claimed as (
  update message m set due_at = now() + ${LEASE}, attempts = m.attempts + (m.state = 'pending')::int,
    may_have_arrived = m.may_have_arrived or m.state = 'pending'
  from due where m.id = due.id
  returning m.*, due.may_have_arrived as unsure
)
select m.id, m.participation_id as participation, m.kind, m.cause, m.state, m.channel, m.reference,
  m.attempts - (m.state = 'pending')::int as attempts, m.unsure as "mayHaveArrived", m.sent_at as "sentAt",
  p.phase, p.language, p.programme_code as "programmeCode", p.programme_version as "programmeVersion",
  p.clock_offset as "clockOffset", p.invitation_ends_at as "invitationEndsAt", p.quiet_ends_at as "quietEndsAt",
  p.last_visit_at as "lastVisitAt", p.next_due_at as "nextDueAt", c.mobile as sms, c.email,
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

/** Claims up to `limit` messages that are due. Each is to be given back by `writeOutcome`, or is due again after the lease. */
export async function claimDue(pool: Pool, limit: number): Promise<readonly DueMessage[]> {
  const { rows } = await pool.query<Row>({
    name: 'claim-messages',
    text: CLAIM,
    values: [limit],
  });
  return rows.map(({ programmeCode, programmeVersion, clockOffset, ...row }) => ({
    ...row,
    clockOffset: Number(clockOffset),
    programme: { code: programmeCode, version: programmeVersion },
  }));
}

/** What a message came to. Instants are on the participation's clock, pauses in milliseconds. */
export type MessageOutcome =
  | {
      readonly state: 'sent';
      readonly channel: Channel;
      readonly reference: string;
      readonly at: number;
      readonly askInMs?: number;
    }
  | {
      readonly state: 'delivered' | 'failed' | 'suppressed';
      readonly channel?: Channel;
      readonly reason?: string;
      readonly at: number;
    }
  | { readonly state: 'waiting'; readonly inMs: number }
  | {
      readonly state: 'again';
      readonly channel: Channel;
      readonly reason: string;
      readonly inMs: number;
      readonly mayHaveArrived: boolean;
    }
  | { readonly state: 'ask-again'; readonly inMs: number };

const WRITE = `
update message set
  state = coalesce($2, state),
  channel = coalesce($3, channel),
  reference = coalesce($4, reference),
  reason = $5,
  due_at = now() + $6::float8 * interval '1 millisecond',
  may_have_arrived = $7,
  may_repeat = may_repeat or $8,
  attempts = attempts - $9::int,
  sent_at = coalesce(sent_at, case when $2 = 'sent' then $10::timestamptz end),
  decided_at = coalesce(decided_at, $10::timestamptz),
  advertised_at = case when $11 then advertised_at end
where id = $1 and state in ('pending', 'sent')`;

/** Writes what became of a claimed message; `mayRepeat` stays once it is true. */
export async function writeOutcome(
  pool: Pool,
  { id, state, mayHaveArrived, attempts: _ }: DueMessage,
  outcome: MessageOutcome,
  mayRepeat = false,
): Promise<void> {
  const kept = outcome.state === 'waiting' || outcome.state === 'again' || outcome.state === 'ask-again';
  const unsure =
    outcome.state === 'again' ? outcome.mayHaveArrived : outcome.state === 'waiting' && mayHaveArrived;
  await pool.query({
    name: 'write-message',
    text: WRITE,
    values: [
      id,
      kept ? null : outcome.state,
      'channel' in outcome ? (outcome.channel ?? null) : null,
      outcome.state === 'sent' ? outcome.reference : null,
      'reason' in outcome ? (outcome.reason ?? null) : null,
      'inMs' in outcome ? outcome.inMs : outcome.state === 'sent' ? (outcome.askInMs ?? null) : null,
      unsure,
      mayRepeat,
      outcome.state === 'waiting' && state === 'pending' ? 1 : 0,
      'at' in outcome ? new Date(outcome.at) : null,
      outcome.state === 'sent' || outcome.state === 'delivered' || outcome.state === 'ask-again' || unsure,
    ],
  });
}

/**
 * Counts this message as advertising from `at` on (the participation's clock), unless the customer has had `most` within the `within`
 * milliseconds before, over all programmes; answers whether it did. Senders that ask for one customer at once wait for each other.
 */
export async function countAsAdvertising(
  pool: Pool,
  { id, participation }: DueMessage,
  { at, most, within }: { readonly at: number; readonly most: number; readonly within: number },
): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    await client.query(
      `select pg_advisory_xact_lock(hashtextextended('advertising ' || customer_id, 0)) from participation where id = $1`,
      [participation],
    );
    const { rowCount } = await client.query(
      `update message set advertised_at = $2 where id = $1 and $4 > (
         select count(*) from participation p join participation q on q.customer_id = p.customer_id
         join message a on a.participation_id = q.id
         where p.id = $5 and a.id <> $1 and a.advertised_at > $3
       )`,
      [id, new Date(at), new Date(at - within), most, participation],
    );
    return rowCount === 1;
  });
}
