import { z } from 'zod';

/** What became of one event, in the order of sending. */
export const receiptSchema = z
  .object({
    id: z.string().nullable(),
    status: z.enum(['accepted', 'duplicate', 'refused']),
    code: z.string().exactOptional(),
    pointer: z.string().exactOptional(),
    character: z
      .string()
      .exactOptional()
      .meta({ description: 'The one that must not stand at `pointer`, such as `U+200B`.' }),
    retryAfterSeconds: z
      .int()
      .exactOptional()
      .meta({ description: 'Only of what may be taken later: send this event again, not sooner than this.' }),
  })
  .meta({ id: 'Receipt' });

export type Receipt = z.infer<typeof receiptSchema>;

export const receiptsSchema = z.array(receiptSchema);
