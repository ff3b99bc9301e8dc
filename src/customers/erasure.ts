import { z } from 'zod';

const instant = z.iso.datetime();

/** An erasure and, once it is done, its receipt: by then nothing in it leads to the customer. */
export const erasureSchema = z
  .object({
    id: z.guid(),
    state: z.enum(['waiting', 'done']),
    requestedAt: instant.describe('Once it is done, this and the other instants are only days'),
    dueAt: instant.describe('Until then it waits for credits that are pending'),
    carriedOutAt: instant.nullable(),
    participations: z.int().nullable().describe('How many were erased; null while it waits'),
    unpaidGrants: z
      .array(z.object({ id: z.guid(), code: z.string(), megabytes: z.int() }))
      .describe('What was earned, could not be credited in time and never will be'),
  })
  .meta({ id: 'Erasure' });

export type ErasureView = z.infer<typeof erasureSchema>;

/** The columns that a view needs. */
export interface ErasureRow {
  readonly id: string;
  readonly state: ErasureView['state'];
  readonly requested_at: Date;
  readonly due_at: Date;
  readonly carried_out_at: Date | null;
  readonly participations: number | null;
  readonly unpaid: ErasureView['unpaidGrants'];
}

/** What a view needs of erasures `e`; a credit that was under way and came after all is not unpaid. */
export const ERASURE_COLUMNS = `e.id, e.state, e.requested_at, e.due_at, e.carried_out_at, e.participations, array(
  select jsonb_build_object('id', g.id, 'code', g.code, 'megabytes', g.megabytes) from "grant" g
  where g.id = any (e.unpaid_grants) and g.state = 'failed' order by g.earned_at, g.id
) as unpaid`;

export function erasureView(row: ErasureRow): ErasureView {
  return {
    id: row.id,
    state: row.state,
    requestedAt: row.requested_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    carriedOutAt: row.carried_out_at?.toISOString() ?? null,
    participations: row.participations,
    unpaidGrants: row.unpaid,
  };
}
