import { z } from 'zod';
import { text } from '../domain/text.js';
import type { FieldProblem } from '../problems/problem.js';
import { fieldProblems } from '../problems/fields.js';
import { customerIdSchema } from '../reading/customer-id.js';
import { ANY_JSON } from './sent.js';
import { EVENT_TYPES, eventTime, isEventType } from './event-types.js';
import type { InboxEvent } from './inbox.js';

/** A CloudEvent 1.0 in structured mode; extension attributes are allowed and not kept. */
export const cloudEventSchema = z.object({
  specversion: z.literal('1.0'),
  id: text(256),
  source: text(1024),
  type: text(256),
  time: eventTime,
  subject: customerIdSchema.describe('The customerId'),
  datacontenttype: z.string().regex(ANY_JSON, 'The data must be JSON.').optional(),
  data: z.record(z.string(), z.unknown()).nullish(),
  data_base64: z.never('Send JSON in `data`.').optional(),
});

export type CloudEvent = z.input<typeof cloudEventSchema>;

/** An event as the inbox takes it, or why it is refused. */
export type Read =
  { readonly ok: true; readonly event: InboxEvent } | { readonly ok: false; readonly refusal: FieldProblem };

/** Checks one event by itself: envelope, type and the data of that type. */
export function readCloudEvent(input: unknown): Read {
  const envelope = cloudEventSchema.safeParse(input);
  if (!envelope.success) return refused(envelope.error, '');
  const { id, source, type, time, subject } = envelope.data;
  if (!isEventType(type)) {
    const detail = `There is no event of this type, but of these: ${Object.keys(EVENT_TYPES).join(', ')}.`;
    return no({ pointer: '/type', code: 'unknown-type', detail });
  }
  if (type === 'milestone.reached' && envelope.data.data?.['code'] === 'registered')
    return no(CONSENT_MISSING);
  const data = EVENT_TYPES[type].safeParse(envelope.data.data ?? {});
  if (!data.success) return refused(data.error, '/data');
  const { participationId, ...rest } = data.data;
  return {
    ok: true,
    event: { source, id, type, time, subject, data: rest, ...(participationId && { participationId }) },
  };
}

/** Registering needs the accepted privacy policy, however it is reported (R2). */
export const CONSENT_MISSING: FieldProblem = {
  pointer: '/data/privacyPolicy',
  code: 'consent-missing',
  detail: 'Registering needs selfservice.registered with the accepted privacy-policy version.',
};

function refused(error: z.ZodError, below: string): Read {
  const first = fieldProblems(error.issues)[0];
  const pointer = below + (first?.pointer ?? '');
  if (pointer === CONSENT_MISSING.pointer) return no(CONSENT_MISSING);
  const code = first?.code === 'time-in-future' ? first.code : 'invalid-event';
  return no({ ...first, pointer, code, detail: first?.detail ?? 'Not a CloudEvent.' });
}

function no(refusal: FieldProblem): Read {
  return { ok: false, refusal };
}
