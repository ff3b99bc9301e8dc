import { z } from 'zod';
import { languageSchema } from '../domain/language.js';
import {
  EXISTING_CUSTOMER_CONDITIONS,
  isLegalBasis,
  isProven,
  LEGAL_BASES,
} from '../domain/messages/legal-basis.js';
import { codeSchema } from '../domain/schema.js';
import { REGISTERED } from '../domain/terms.js';
import { text } from '../domain/text.js';
import { eventTime } from '../events/event-types.js';
import { accountIdSchema, customerIdSchema } from '../reading/customer-id.js';
import { emailSchema } from '../reading/email.js';
import { sheetText } from '../reading/error-value.js';
import { mobileSchema } from '../reading/mobile.js';

const NO_BASIS = { code: 'no-legal-basis' };

const basis = text(256)
  .refine(isLegalBasis, {
    error: `Nothing may be sent on this basis: send one of ${LEGAL_BASES.join(', ')}.`,
    params: NO_BASIS,
  })
  .meta({
    enum: [...LEGAL_BASES],
    description:
      '`contract` allows service messages alone: the invitation itself is advertising and is not sent then.',
  });

const evidence = sheetText(2_000).describe(
  `What proves it; for \`express-consent\` a date that has come and a word of where it comes from, as in \`opt-in of 2026-03-01\`; for \`existing-customer\` all of ${EXISTING_CUSTOMER_CONDITIONS.join(', ')}, as \`sale=...; similar=...\`.`,
);

/** An address is refused here where a wave's list would refuse it, but that service messages may be all it is for. */
function contactPoint<Value extends z.ZodType<string, string>>(value: Value) {
  return z
    .strictObject({ value, basis, evidence })
    .refine(({ basis, evidence }) => isProven({ basis, evidence }, Date.now()), {
      path: ['evidence'],
      error: `This does not prove the basis: send, for express-consent, a date that is not in the future and a word of where it comes from, as in opt-in of 2026-03-01; for existing-customer all of ${EXISTING_CUSTOMER_CONDITIONS.join(', ')}, as in sale=...; similar=...; for contract any words but a denial`,
      params: NO_BASIS,
    });
}

const contact = z.strictObject({
  mobile: contactPoint(mobileSchema).exactOptional(),
  email: contactPoint(emailSchema).exactOptional(),
});

const reached = z.strictObject({
  code: codeSchema,
  time: eventTime,
  privacyPolicy: sheetText(256).exactOptional(),
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
    customerId: customerIdSchema,
    contact: contact.exactOptional(),
    language: languageSchema.default('de'),
    account: z.strictObject({ id: accountIdSchema, bucketId: accountIdSchema }).exactOptional(),
    reached: reachedList.default([]),
  })
  .meta({ id: 'Invitation' });

export type Invitation = z.output<typeof invitationSchema>;
