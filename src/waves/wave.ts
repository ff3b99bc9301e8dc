import { z } from 'zod';
import { text } from '../domain/text.js';
import { cursorOf, limit, pageSchema } from '../paging/page.js';

/** The body of `POST /v1/waves`: which programme the list is for, in its latest published version. */
export const newWaveSchema = z.strictObject({ programme: text(64) }).meta({ id: 'NewWave' });

export type NewWave = z.output<typeof newWaveSchema>;

/** A wave as the API shows it; `rows` counts every row of its list once. */
export const waveSchema = z
  .object({
    id: z.guid(),
    programme: z.object({ code: z.string(), version: z.int() }),
    state: z.enum(['empty', 'checked', 'sending', 'paused', 'done', 'cancelled']),
    createdAt: z.iso.datetime(),
    rows: z.object({
      total: z.int(),
      toInvite: z.int(),
      heldOut: z.int(),
      invited: z.int(),
      refused: z.record(z.string(), z.int()),
    }),
  })
  .meta({ id: 'Wave' });

export type WaveView = z.infer<typeof waveSchema>;

/** One row of the report. */
export const reportRowSchema = z
  .object({
    row: z.int(),
    customerId: z.string().nullable(),
    verdict: z.enum(['to-invite', 'held-out', 'refused', 'invited']),
    reason: z.string().nullable(),
  })
  .meta({ id: 'WaveRow' });

export type ReportRow = z.infer<typeof reportRowSchema>;

export const reportSchema = pageSchema(reportRowSchema);

export const reportQuery = z.strictObject({
  verdict: reportRowSchema.shape.verdict.exactOptional(),
  cursor: cursorOf(z.int32().min(0)).exactOptional(),
  limit,
});

export type ReportQuery = z.output<typeof reportQuery>;
