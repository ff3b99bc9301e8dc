import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { v7 as newId } from 'uuid';
import { invitationEndsAt } from '../domain/definition.js';
import type { Instant } from '../domain/terms.js';
import { accept } from '../events/inbox.js';
import { Answer } from '../idempotency/answer.js';
import type { Call } from '../idempotency/call.js';
import { Idempotency } from '../idempotency/idempotency.js';
import { invalidRequest } from '../problems/fields.js';
import { type Published, PublishedProgrammes } from '../programmes/published.js';
import type { Invitation } from './invitation.js';
import { invitedEvents } from './invited-events.js';
import { rowById, rowOf } from './rows.js';
import type { ParticipationRow } from './view.js';
import { Views } from './views.js';

/** Lets a customer in (R1). */
@Injectable()
export class Inviting {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly programmes: PublishedProgrammes,
    private readonly views: Views,
  ) {}

  /** 201 with the new participation, or 200 with the one that the customer already has. Throws Problem (400, 422). */
  invite(call: Call, invitation: Invitation): Promise<Answer> {
    return this.idempotency.once(call, async (client) => {
      const programme = await this.programmes.latest(client, invitation.programme);
      if (!programme) throw unpublished();
      refuseFuture(invitation, programme.now);
      return this.enter(client, invitation, programme, call.client);
    });
  }

  private async enter(
    client: PoolClient,
    invitation: Invitation,
    programme: Published & { now: Instant },
    by: string,
  ): Promise<Answer> {
    const id = newId();
    const invitedAt = wholeSecond(programme.now);
    if (await insert(client, id, invitation, programme, invitedAt)) {
      await accept(client, invitedEvents(id, invitation, invitedAt, by));
      return this.answer(201, await rowById(client, id));
    }
    const existing = await rowOf(client, invitation.programme, invitation.customerId);
    if (existing) return this.answer(200, existing);
    // The invitation that stood in the way has expired just now, so that a new one may begin.
    return this.enter(client, invitation, programme, by);
  }

  private async answer(status: 200 | 201, row: ParticipationRow | undefined): Promise<Answer> {
    if (!row) throw new Error('a participation vanished while it was being invited');
    return new Answer(status, await this.views.of(row));
  }
}

/** Many systems report whole seconds: what happens in the second of the invitation must not seem to lie before it (R3). */
function wholeSecond(now: Instant): Instant {
  return now - (now % 1_000);
}

const INSERT = `
with invited as (
  insert into participation (id, programme_code, programme_version, customer_id, language, account_id, bucket_id,
    invited_at, invitation_ends_at, next_due_what, next_due_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'invitation', $10)
  on conflict (programme_code, customer_id) where ended_because is distinct from 'invitation-expired' do nothing
  returning id
), boxed as (
  insert into mailbox (participation_id) select id from invited
), contacted as (
  insert into contact (participation_id, mobile, email)
  select id, $11::jsonb, $12::jsonb from invited where $11 is not null or $12 is not null
)
select id from invited`;

/** Writes the participation with its mailbox and contact, unless the customer already has one (R1). */
async function insert(
  client: PoolClient,
  id: string,
  { customerId, language, account, contact }: Invitation,
  { version, definition, terms }: Published,
  invitedAt: Instant,
): Promise<boolean> {
  const endsAt = invitationEndsAt(definition, invitedAt);
  const { rowCount } = await client.query({
    name: 'invite',
    text: INSERT,
    values: [
      id,
      definition.code,
      version,
      customerId,
      language,
      account?.id ?? null,
      account?.bucketId ?? null,
      new Date(invitedAt),
      new Date(endsAt),
      new Date(endsAt + terms.settlesAfter),
      contact?.mobile ? JSON.stringify(contact.mobile) : null,
      contact?.email ? JSON.stringify(contact.email) : null,
    ],
  });
  return rowCount === 1;
}

function unpublished() {
  const detail = 'There is no published version of this programme: publish one, or correct the code.';
  return invalidRequest([{ pointer: '/programme', code: 'programme-unknown', detail }]);
}

const AHEAD_AT_MOST_MS = 5 * 60_000;

/** Events from the future are refused here as at the inbox. */
function refuseFuture({ reached }: Invitation, now: Instant): void {
  const i = reached.findIndex(({ time }) => Date.parse(time) > now + AHEAD_AT_MOST_MS);
  if (i < 0) return;
  const detail = 'The time lies more than 5 minutes in the future.';
  throw invalidRequest([{ pointer: `/reached/${i}/time`, code: 'time-in-future', detail }]);
}
