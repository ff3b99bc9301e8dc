import { z } from 'zod';
import { WAVE_STATES } from '../domain/waves/sending.js';
import { text } from '../domain/text.js';
import { cursorInstant, cursorOf, limit, pageSchema } from '../paging/page.js';
import { refusalCountsSchema, refusalSchema } from './refusals.js';

/** The body of `POST /v1/waves`: which programme the list is for, in the version that is the latest published when the list is put. */
export const newWaveSchema = z.strictObject({ programme: text(64) }).meta({ id: 'NewWave' });

export type NewWave = z.output<typeof newWaveSchema>;

const messagesSchema = z.object({
  pending: z.int(),
  sent: z.int(),
  delivered: z.int(),
  failed: z.int(),
  suppressed: z.int(),
});

/** A wave as the API shows it; `rows` counts every row of its list once, `messages` the invitations of those invited. */
export const waveSchema = z
  .object({
    id: z.guid(),
    programme: z.object({
      code: z.string(),
      version: z
        .int()
        .describe(
          'The one that its list was judged by, or under which it was resumed: those invited next get it',
        ),
    }),
    state: z.enum(WAVE_STATES),
    pausedBecause: z.enum(['asked', 'too-many-failed', 'window-shut', 'programme-changed']).nullable(),
    createdAt: z.iso.datetime(),
    rows: z.object({
      total: z.int(),
      toInvite: z.int(),
      heldOut: z.int(),
      invited: z.int(),
      refused: refusalCountsSchema.describe('How many were refused for which reason'),
    }),
    seed: z
      .string()
      .nullable()
      .describe(
        'What the holdout was drawn by, so that anybody can draw it again; null while there is no list',
      ),
    messages: messagesSchema,
    waitsUntil: z.iso
      .datetime()
      .nullable()
      .describe(
        "When its programme's send window opens; null while it is open, or the wave is not being sent",
      ),
    perMinute: z
      .number()
      .nullable()
      .describe(
        'How many were invited a minute lately, hours outside the send window left aside; null while it waits, is not being sent, or has just begun',
      ),
    expectedEndAt: z.iso
      .datetime()
      .nullable()
      .describe(
        'When everybody will have been invited at this pace, in the send window; null while nobody can know, or it is not being sent',
      ),
    links: z.object({ workflow: z.url().nullable() }),
  })
  .meta({ id: 'Wave' });

export type WaveView = z.infer<typeof waveSchema>;

/** A wave in a list: what is counted stands with the wave alone. */
export const waveSummarySchema = waveSchema
  .pick({ id: true, programme: true, state: true, pausedBecause: true, createdAt: true, links: true })
  .meta({ id: 'WaveSummary' });

export type WaveSummary = z.infer<typeof waveSummarySchema>;

export const wavesSchema = pageSchema(waveSummarySchema);

/** What `GET /v1/waves` filters by; the newest comes first. */
export const wavesQuery = z.strictObject({
  programme: text(64).exactOptional(),
  state: waveSchema.shape.state.exactOptional(),
  cursor: cursorOf(z.tuple([cursorInstant, z.guid()])).exactOptional(),
  limit,
});

export type WavesQuery = z.output<typeof wavesQuery>;

/** One row of the report. */
export const reportRowSchema = z
  .object({
    row: z.int(),
    customerId: z.string().nullable(),
    verdict: z.enum(['to-invite', 'held-out', 'refused', 'invited']),
    reason: refusalSchema.nullable().describe('Why it was refused; null for a row that was not'),
    participationId: z.guid().nullable(),
    detail: z.string().nullable().describe('What mends it, where that is known; otherwise null'),
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
