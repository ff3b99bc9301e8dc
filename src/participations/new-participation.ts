import type { Queryable } from '../database/database.js';
import { type Definition, invitationEndsAt } from '../domain/definition.js';
import { remindBefore } from '../domain/messages/policy.js';
import { type Instant, milestone, type Terms } from '../domain/terms.js';
import { OWN_SOURCE } from '../domain/commands.js';
import type { Published } from '../../prisma/programmes.js';
import type { Invitation } from './invitation.js';
import { invitedEvents, ownType } from './invited-events.js';
import { COLUMNS } from './rows.js';
import type { ParticipationRow } from './view.js';

/**
 * One statement, so one transaction and one round trip. The inbox's own statement is not needed: nobody else can know
 * this participation yet, so that there is no lock to wait for, no duplicate and no other clock. $13 the events.
 */
const INVITE = `
with invited as (
  insert into participation (id, programme_code, programme_version, customer_id, language, account_id, bucket_id,
    invited_at, invitation_ends_at, next_due_what, next_due_at, last_visit_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'invitation', $10, $14)
  on conflict (programme_code, customer_id) where ended_because is distinct from 'invitation-expired' do nothing
  returning *
), boxed as (
  insert into mailbox (participation_id) select id from invited
), contacted as (
  insert into contact (participation_id, mobile, email)
  select id, $11::jsonb, $12::jsonb from invited where $11 is not null or $12 is not null
  returning participation_id
), told as (
  insert into message (id, participation_id, kind, cause, due_at)
  select gen_random_uuid(), participation_id, kind, 'invited', due_at
  from contacted, (values ('invitation', now()), ('reminder', $15::timestamptz)) as m(kind, due_at)
  where due_at is not null
), kept as (
  insert into event (source, id, type, "time", subject, data)
  select '${OWN_SOURCE}', e.id, e.type, e."time", i.customer_id, e.data
  from invited i, jsonb_to_recordset($13::jsonb) as e (n int, id text, type text, "time" timestamptz, data jsonb)
  order by e.n
  returning seq
), delivered as (
  insert into delivery (event_seq, participation_id, accepted_at)
  select k.seq, i.id, date_trunc('milliseconds', clock_timestamp()) from kept k, invited i order by k.seq
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
}

/**
 * Writes the participation with its mailbox, its contact, the `invited` event and behind it what was known before, and what is to be told;
 * undefined, and nothing written, where the customer already has one (R1).
 */
export async function insertParticipation(
  db: Queryable,
  entry: Entry,
): Promise<ParticipationRow | undefined> {
  const { id, invitation, programme, invitedAt, by } = entry;
  const { customerId, language, account, contact, reached } = invitation;
  const endsAt = invitationEndsAt(programme.definition, invitedAt);
  const { rows } = await db.query<ParticipationRow>({
    name: 'invite',
    text: INVITE,
    values: [
      id,
      programme.definition.code,
      programme.version,
      customerId,
      language,
      account?.id ?? null,
      account?.bucketId ?? null,
      new Date(invitedAt),
      new Date(endsAt),
      new Date(endsAt + programme.terms.settlesAfter),
      contact?.mobile ? JSON.stringify(contact.mobile) : null,
      contact?.email ? JSON.stringify(contact.email) : null,
      JSON.stringify(invitedEvents(id, reached, invitedAt, by)),
      lastVisit(reached, programme.terms),
      remindAt(programme.definition, invitedAt, endsAt),
    ],
  });
  return rows[0];
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
