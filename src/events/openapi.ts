import type { ApiBodyOptions } from '@nestjs/swagger';
import { z } from 'zod';
import { cloudEventSchema } from './cloud-event.js';
import { EVENT_TYPES } from './event-types.js';
import { LARGEST_BATCH } from './sent.js';

type Schema = Extract<ApiBodyOptions, { schema: unknown }>['schema'];

/** One type's event: the envelope with this type's data. Registering is never reported as a milestone (R2), which only words say. */
function eventOf([type, data]: [string, z.ZodType]): z.ZodType {
  const needsData = !data.safeParse({}).success;
  return cloudEventSchema.extend({ type: z.literal(type), data: needsData ? data : data.nullish() });
}

// Zod writes what OpenAPI 3.0 reads; only its type allows for more than this schema holds.
const event = z.toJSONSchema(z.union(Object.entries(EVENT_TYPES).map(eventOf)), {
  target: 'openapi-3.0',
  io: 'input',
}) as Schema;

/** What the body of `POST /v1/events` may be, for OpenAPI only: each event of a batch is judged by itself. */
export const EVENTS: Schema = { anyOf: [event, { type: 'array', items: event, maxItems: LARGEST_BATCH }] };
