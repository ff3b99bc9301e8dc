import { z } from 'zod';
import type { Grant } from '../../prisma/generated/client.js';
import { pageSchema } from '../paging/page.js';

const STATES = ['pending', 'credited', 'failed'] as const;

/** One credit of megabytes; `code` is the milestone's, or `quiet-period`; `reason` tells why one failed or waits. */
export const grantSchema = z
  .object({
    id: z.guid(),
    participationId: z.guid(),
    code: z.string(),
    megabytes: z.int(),
    state: z.enum(STATES),
    reference: z.string().nullable(),
    reason: z.string().nullable(),
    earnedAt: z.iso.datetime(),
    creditedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Grant' });

export type GrantView = z.infer<typeof grantSchema>;

export const grantsSchema = pageSchema(grantSchema);

/** What a view is made of. */
export type StoredGrant = Pick<
  Grant,
  | 'id'
  | 'participationId'
  | 'code'
  | 'megabytes'
  | 'state'
  | 'reference'
  | 'reason'
  | 'earnedAt'
  | 'creditedAt'
>;

/** The view of one grant. */
export function grantView(grant: StoredGrant): GrantView {
  return {
    id: grant.id,
    participationId: grant.participationId,
    code: grant.code,
    megabytes: grant.megabytes,
    state: grantSchema.shape.state.parse(grant.state),
    reference: grant.reference,
    reason: grant.reason,
    earnedAt: grant.earnedAt.toISOString(),
    creditedAt: grant.creditedAt?.toISOString() ?? null,
  };
}
