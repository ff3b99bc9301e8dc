import { type CodePoint, composedId, opaqueId, unclearIn } from '../domain/opaque-id.js';
import { holdsErrorValue } from './error-value.js';

/** How a spreadsheet shows a number that is too long for it: which one it was is lost. */
const ROUNDED = /^\d(?:[.,]\d+)?E\+\d\d+$/;

/** What to say to whoever sent a number instead of an id. */
export const ROUNDED_ADVICE =
  'A spreadsheet or a program took this id for a number and changed it: keep it as text, and send that.';

const noErrorValue = (id: string) => !holdsErrorValue(id);
const ERROR_VALUE = {
  error: "A spreadsheet's error value stands here: mend its formula.",
  params: { code: 'error-value' },
};

/** An id of the charging system, which knows it sign by sign. */
export const accountIdSchema = opaqueId().refine(noErrorValue, ERROR_VALUE);

/**
 * A customer's id as the operator's systems give it; every way in reads it here. It is kept and answered in NFC. Another case, or a letter of
 * another alphabet that looks alike, makes another id.
 */
export const customerIdSchema = composedId()
  .refine(noErrorValue, ERROR_VALUE)
  .refine((id) => !ROUNDED.test(id), { error: ROUNDED_ADVICE, params: { code: 'rounded-number' } })
  .describe("The operator's own id of the customer, kept in NFC; every character of it can be seen");

/** What a customer's id was read as, or why it was not. */
export type ReadCustomerId =
  { readonly customerId: string } | { readonly unreadable: 'no-id' | 'rounded-number' | CodePoint };

/** Reads one id. */
export function readCustomerId(written: string): ReadCustomerId {
  const read = customerIdSchema.safeParse(written);
  if (read.success) return { customerId: read.data };
  return { unreadable: unclearIn(written) ?? (ROUNDED.test(written) ? 'rounded-number' : 'no-id') };
}
