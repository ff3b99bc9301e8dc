import type { Queryable } from '../../database/database.js';
import type { Phase } from '../../domain/phase.js';

/** One customer's participation in one programme, as its pages need it; `now` is its own clock. */
export interface Participant {
  readonly id: string;
  readonly code: string;
  readonly version: number;
  readonly language: 'de' | 'en';
  readonly phase: Phase;
  readonly endedBecause: string | null;
  readonly invitedAt: Date;
  readonly invitationEndsAt: Date;
  readonly registeredAt: Date | null;
  readonly quietStartsAt: Date | null;
  readonly quietEndsAt: Date | null;
  readonly settlementEndsAt: Date | null;
  readonly lastVisitAt: Date | null;
  readonly warnedFor: Date | null;
  readonly warnedAt: Date | null;
  readonly nextDueAt: Date | null;
  readonly reached: Readonly<Record<string, string>>;
  /** How many steps have been written. */
  readonly steps: number;
  readonly now: Date;
}

const COLUMNS = `p.id, p.programme_code as code, p.programme_version as version, p.language, p.phase,
  p.ended_because as "endedBecause", p.invited_at as "invitedAt", p.invitation_ends_at as "invitationEndsAt", p.registered_at as "registeredAt",
  p.quiet_starts_at as "quietStartsAt", p.quiet_ends_at as "quietEndsAt", p.settlement_ends_at as "settlementEndsAt",
  p.last_visit_at as "lastVisitAt", p.warned_for as "warnedFor", p.warned_at as "warnedAt", p.next_due_at as "nextDueAt",
  p.reached, p.steps, clock_timestamp() + p.clock_offset * interval '1 millisecond' as now`;

/** This customer's participation in this programme: the one that R1 allows, or else the last whose invitation expired. */
export async function participantOf(
  db: Queryable,
  customerId: string,
  code: string,
): Promise<Participant | undefined> {
  const { rows } = await db.query<Participant>({
    name: 'participant-of',
    text: `select ${COLUMNS} from participation p where p.customer_id = $1 and p.programme_code = $2
      order by p.ended_because is not distinct from 'invitation-expired', p.invited_at desc limit 1`,
    values: [customerId, code],
  });
  return rows[0];
}

/** A programme that a customer was invited to, and whether they have registered. */
export interface OwnProgramme {
  readonly code: string;
  readonly registered: boolean;
}

/** The programme that this customer takes part in, `wanted` before others and then an open one first; undefined for whoever was never invited. */
export async function programmeOf(
  db: Queryable,
  customerId: string,
  wanted?: string,
): Promise<OwnProgramme | undefined> {
  const { rows } = await db.query<OwnProgramme>({
    name: 'programme-of',
    text: `select programme_code as code, registered_at is not null as registered from participation where customer_id = $1
      order by ended_because is not distinct from 'invitation-expired', programme_code is not distinct from $2 desc,
        phase in ('completed', 'ended'), invited_at desc limit 1`,
    values: [customerId, wanted ?? null],
  });
  return rows[0];
}

/** The invitation is over and nobody has registered on it. */
export function isExpired({ registeredAt, invitationEndsAt, now }: Participant): boolean {
  return registeredAt === null && now >= invitationEndsAt;
}
