import { z } from 'zod';
import { codeSchema } from '../domain/schema.js';
import { REGISTERED } from '../domain/terms.js';
import { text } from '../domain/text.js';
import { eventTime } from '../events/event-types.js';

function contactPoint<Value extends z.ZodType>(value: Value) {
  return z.strictObject({ value, basis: text(256), evidence: text(2_000) });
}

const contact = z.strictObject({
  mobile: contactPoint(z.e164('A phone number in E.164, such as +4915112345678.')).exactOptional(),
  email: contactPoint(z.email('An e-mail address.').max(254)).exactOptional(),
});

const reached = z.strictObject({
  code: codeSchema,
  time: eventTime,
  privacyPolicy: text(256).exactOptional(),
});

/** What the operator already knows can come with the invitation (R3), each code once; registering needs consent (R2). */
export const reachedList = z
  .array(reached)
  .max(100)
  .superRefine((entries, context) => {
    entries.forEach(({ code, privacyPolicy }, i) => {
      const problem = (field: string, name: string, message: string) =>
        context.addIssue({ code: 'custom', path: [i, field], message, params: { code: name } });
      if (code === REGISTERED && privacyPolicy === undefined) {
        problem('privacyPolicy', 'consent-missing', 'Registering needs the accepted privacy-policy version.');
      }
      if (entries.findIndex((other) => other.code === code) < i) {
        problem('code', 'duplicate-code', 'This code was reported before: send the earliest report only.');
      }
    });
  });

/** The body of `POST /v1/participations`. */
export const invitationSchema = z
  .strictObject({
    programme: text(64),
    customerId: text(256),
    contact: contact.exactOptional(),
    language: z.enum(['de', 'en']).default('de'),
    account: z.strictObject({ id: text(256), bucketId: text(256) }).exactOptional(),
    reached: reachedList.default([]),
  })
  .meta({ id: 'Invitation' });

export type Invitation = z.output<typeof invitationSchema>;
