import { z } from 'zod';
import { type Phase, PHASES } from '../domain/phase.js';
import type { Terms } from '../domain/terms.js';
import { type DueColumns, nextDue } from './next-due.js';

const instant = z.iso.datetime();

/** A participation as the API shows it; what is not known is null. */
export const participationSchema = z
  .object({
    id: z.guid(),
    programme: z.object({ code: z.string(), version: z.int() }),
    customerId: z.string().nullable().describe('Null once the customer was erased'),
    phase: z.enum(PHASES),
    endedBecause: z.string().nullable(),
    invitedAt: instant,
    registeredAt: instant.nullable(),
    quietPeriod: z
      .object({ startedAt: instant, endsAt: instant, forfeitedBy: z.string().nullable() })
      .nullable(),
    milestones: z.array(
      z.object({ code: z.string(), reachedAt: instant.nullable(), grantId: z.guid().nullable() }),
    ),
    grantedMegabytes: z.int(),
    lastVisitAt: instant.nullable(),
    nextDue: z.object({ what: z.string(), at: instant }).nullable(),
    links: z.object({ workflow: z.url().nullable() }),
  })
  .meta({ id: 'Participation' });

export type ParticipationView = z.infer<typeof participationSchema>;

/** The columns of a participation that the view needs, and its grants' ids by code. */
export interface ParticipationRow extends DueColumns {
  readonly id: string;
  readonly programme_code: string;
  readonly programme_version: number;
  /** Null once the customer was erased. */
  readonly customer_id: string | null;
  readonly phase: Phase;
  readonly ended_because: string | null;
  readonly invited_at: Date;
  readonly registered_at: Date | null;
  readonly forfeited_by: string | null;
  readonly reached: Readonly<Record<string, string>>;
  readonly granted_megabytes: number;
  readonly grants: Readonly<Record<string, string>>;
}

/** The view of one participation under its terms. */
export function participationView(
  row: ParticipationRow,
  terms: Terms,
  workflow: string | null,
): ParticipationView {
  return {
    id: row.id,
    programme: { code: row.programme_code, version: row.programme_version },
    customerId: row.customer_id,
    phase: row.phase,
    endedBecause: row.ended_because,
    invitedAt: row.invited_at.toISOString(),
    registeredAt: iso(row.registered_at),
    quietPeriod: quietPeriod(row),
    milestones: terms.milestones.map(({ code }) => ({
      code,
      reachedAt: row.reached[code] ?? null,
      grantId: row.grants[code] ?? null,
    })),
    grantedMegabytes: row.granted_megabytes,
    lastVisitAt: iso(row.last_visit_at),
    nextDue: nextDue(row, terms),
    links: { workflow },
  };
}

function quietPeriod(row: ParticipationRow): ParticipationView['quietPeriod'] {
  if (!row.quiet_starts_at || !row.quiet_ends_at) return null;
  return {
    startedAt: row.quiet_starts_at.toISOString(),
    endsAt: row.quiet_ends_at.toISOString(),
    forfeitedBy: row.forfeited_by,
  };
}

function iso(at: Date | null): string | null {
  return at ? at.toISOString() : null;
}
