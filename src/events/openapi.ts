import { z } from 'zod';
import { cloudEventSchema } from './cloud-event.js';
import { EVENT_TYPES } from './event-types.js';
import { BATCH, LARGEST_BATCH, STRUCTURED } from './sent.js';

const COMPONENTS = '#/components/schemas/';

/** What generated clients call an event of this type: `HotlineCalledEvent`. */
function nameOf(type: string): string {
  return `${type.replace(/(?:^|[.-])(\w)/g, (_, letter: string) => letter.toUpperCase())}Event`;
}

/** One type's event: the envelope with this type's data. Registering is never reported as a milestone (R2), which only words say. */
function eventOf(type: string, data: z.ZodType): z.ZodType {
  const needsData = !data.safeParse({}).success;
  return cloudEventSchema
    .omit({ data_base64: true })
    .extend({ type: z.literal(type), data: needsData ? data : data.nullish() });
}

const events = z.registry<{ id: string }>();
for (const [type, data] of Object.entries(EVENT_TYPES)) events.add(eventOf(type, data), { id: nameOf(type) });

const { schemas } = z.toJSONSchema(events, { io: 'input', uri: (name) => COMPONENTS + name });

/** Every type's event and their union, as components of the document. */
export const EVENT_SCHEMAS = {
  ...Object.fromEntries(Object.entries(schemas).map(([name, { $id, $schema, ...schema }]) => [name, schema])),
  Event: {
    description: 'A CloudEvent 1.0; further attributes are allowed and not kept',
    oneOf: Object.keys(EVENT_TYPES).map((type) => ({ $ref: COMPONENTS + nameOf(type) })),
    discriminator: {
      propertyName: 'type',
      mapping: Object.fromEntries(Object.keys(EVENT_TYPES).map((type) => [type, COMPONENTS + nameOf(type)])),
    },
  },
};

const event = { $ref: `${COMPONENTS}Event` };

/**
 * What the body of `POST /v1/events` may be: each event of a batch is judged by itself. The schema stands at plain JSON
 * alone, for clients in Python that are made of two types of body cannot send a list.
 */
export const EVENTS = {
  required: true,
  description: `One CloudEvent 1.0, also as \`${STRUCTURED}\`, or up to ${LARGEST_BATCH.toLocaleString('en')} as an array, also as \`${BATCH}\`. In binary mode the attributes come as \`ce-\` headers, percent-encoded, and the body is the data.`,
  content: {
    'application/json': {
      schema: { anyOf: [event, { type: 'array', items: event, maxItems: LARGEST_BATCH }] },
    },
    [STRUCTURED]: {},
    [BATCH]: {},
  },
};
