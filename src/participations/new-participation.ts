import type { Queryable } from '../database/database.js';
import { type Definition, invitationEndsAt } from '../domain/definition.js';
import { remindBefore } from '../domain/messages/policy.js';
import { type Instant, milestone, type Terms } from '../domain/terms.js';
import { OWN_SOURCE } from '../domain/commands.js';
import type { Published } from '../../prisma/programmes.js';
import { takesPartElsewhere } from './excluded.sql.js';
import type { Invitation } from './invitation.js';
import { invitedEvents, ownType } from './invited-events.js';
import { COLUMNS } from './rows.js';
import type { ParticipationRow } from './view.js';

/**
 * One statement, so one transaction and one round trip, for one customer or a page of them. The inbox's own statement is not needed:
 * nobody else can know these participations yet, so that there is no lock to wait for, no duplicate and no other clock. But a list may be
 * drawing its holdout: `held_out_among` waits for its last moments, and sees that draw although the statement began before it was committed.
 */
const INVITE = `
with entry as materialized (
  select * from jsonb_to_recordset($1::jsonb) as e (id uuid, programme_code text, programme_version int, customer_id text, language text,
    account_id text, bucket_id text, invited_at timestamptz, invitation_ends_at timestamptz, next_due_at timestamptz,
    last_visit_at timestamptz, remind_at timestamptz, mobile jsonb, email jsonb, events jsonb, erased_hashes text[], excludes text[],
    wave_id uuid)
), held_out as materialized (
  select held_out_among(programme_code, array_agg(customer_id)) as customer_id from entry group by programme_code
), invited as (
  insert into participation (id, programme_code, programme_version, customer_id, language, account_id, bucket_id,
    invited_at, invitation_ends_at, next_due_what, next_due_at, last_visit_at)
  select id, programme_code, programme_version, customer_id, language, account_id, bucket_id,
    invited_at, invitation_ends_at, 'invitation', next_due_at, last_visit_at
  from entry e
  where not exists (select from held_out h where h.customer_id = e.customer_id)
  and not exists (select from erased x where x.hash = any (e.erased_hashes))
  and not exists (select from erasure x where x.customer_id = e.customer_id)
  and not ${takesPartElsewhere('e.customer_id', 'e.programme_code', 'e.excludes')}
  order by customer_id
  on conflict (programme_code, customer_id) where ended_because is distinct from 'invitation-expired' do nothing
  returning *
), boxed as (
  insert into mailbox (participation_id) select id from invited
), contacted as (
  insert into contact (participation_id, mobile, email)
  select e.id, e.mobile, e.email from entry e join invited i on i.id = e.id where e.mobile is not null or e.email is not null
  returning participation_id
), told as (
  insert into message (id, participation_id, kind, wave_id, cause, due_at)
  select gen_random_uuid(), c.participation_id, m.kind, m.wave_id, 'invited', m.due_at
  from contacted c join entry e on e.id = c.participation_id,
    lateral (values ('invitation', e.wave_id, now()), ('reminder', null, e.remind_at)) as m(kind, wave_id, due_at)
  where m.due_at is not null
), kept as (
  insert into event (source, id, type, "time", subject, data)
  select '${OWN_SOURCE}', e.id, e.type, e."time", i.customer_id, e.data
  from invited i join entry on entry.id = i.id,
    jsonb_to_recordset(entry.events) as e (n int, id text, type text, "time" timestamptz, data jsonb)
  order by i.customer_id, e.n
  returning seq, subject
), delivered as (
  insert into delivery (event_seq, participation_id, accepted_at)
  select k.seq, i.id, date_trunc('milliseconds', clock_timestamp())
  from kept k join invited i on i.customer_id = k.subject order by k.seq
  returning id
)
select ${COLUMNS}, (select pg_notify('deliveries', '') where exists (select from delivered)) as notified
from invited p`;

/** Who is invited to what, from when on, and by which client. */
export interface Entry {
  readonly id: string;
  readonly invitation: Invitation;
  readonly programme: Published;
  readonly invitedAt: Instant;
  readonly by: string;
  /** One of them is left of this customer in this programme if they were erased. */
  readonly erasedHashes: readonly string[];
  /** The wave whose turn it is, which counts its invitations. */
  readonly wave?: string;
}

/**
 * Writes the participations of one programme with mailbox, contact, the `invited` event and behind it what was known before, and what is to
 * be told. Answers those that are new: nothing is written for a customer who has one already (R1), is held out, takes part in an excluding
 * programme, was erased or has asked for it. A customer may be in `entries` once.
 */
export async function insertParticipations(
  db: Queryable,
  entries: readonly Entry[],
): Promise<readonly ParticipationRow[]> {
  const { rows } = await db.query<ParticipationRow>({
    name: 'invite',
    text: INVITE,
    values: [JSON.stringify(entries.map(written))],
  });
  return rows;
}

function written({ id, invitation, programme, invitedAt, by, erasedHashes, wave }: Entry) {
  const { customerId, language, account, contact, reached } = invitation;
  const endsAt = invitationEndsAt(programme.definition, invitedAt);
  return {
    id,
    programme_code: programme.definition.code,
    programme_version: programme.version,
    customer_id: customerId,
    language,
    account_id: account?.id,
    bucket_id: account?.bucketId,
    invited_at: new Date(invitedAt),
    invitation_ends_at: new Date(endsAt),
    next_due_at: new Date(endsAt + programme.terms.settlesAfter),
    last_visit_at: lastVisit(reached, programme.terms),
    remind_at: remindAt(programme.definition, invitedAt, endsAt),
    mobile: contact?.mobile,
    email: contact?.email,
    events: invitedEvents(id, reached, invitedAt, by),
    erased_hashes: erasedHashes,
    excludes: programme.definition.excludes ?? [],
    wave_id: wave,
  };
}

/** Many systems report whole seconds: what happens in the second of the invitation must not seem to lie before it (R3). */
export function wholeSecond(now: Instant): Instant {
  return now - (now % 1_000);
}

/** When the invitation is reminded of; not at all where it is too short for that. */
function remindAt(definition: Definition, invitedAt: Instant, endsAt: Instant): Date | null {
  const at = endsAt - remindBefore(definition);
  return at > invitedAt ? new Date(at) : null;
}

/** Registering and every milestone that the terms know, or self-service does, is a visit (R9). */
function lastVisit(reached: Invitation['reached'], terms: Terms): Date | null {
  const times = reached
    .filter(({ code }) => ownType(code) !== undefined || milestone(terms, code) !== undefined)
    .map(({ time }) => Date.parse(time));
  return times.length > 0 ? new Date(Math.max(...times)) : null;
}
