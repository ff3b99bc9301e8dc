import { z } from 'zod';
import type { Queryable } from '../database/database.js';
import { text } from '../domain/text.js';
import { fieldProblems, invalidRequest } from '../problems/fields.js';
import { customerIdSchema } from '../reading/customer-id.js';

/** A customer's id where somebody is looked for; read by `customerMeant`. */
export const soughtIdSchema = z
  .string()
  .describe(
    `${customerIdSchema.description}. An id from before that was kept in another form is found by that form.`,
  );

/** What an id could be that was taken before ids were read. */
const keptBefore = text(256);

const KNOWN = `
select exists (select from participation where customer_id = $1) or exists (select from assignment where customer_id = $1)
  or exists (select from wave_row where customer_id = $1) or exists (select from event where subject = $1)
  or exists (select from session where customer_id = $1) or exists (select from erasure where customer_id = $1) as known`;

/**
 * The id by which this customer is kept. Ids from before that nobody could give any more are still found as they are kept: what is known of
 * somebody can be read out and erased. `pointer` names the field. Throws Problem (400).
 */
export async function customerMeant(db: Queryable, sought: string, pointer = ''): Promise<string> {
  const read = customerIdSchema.safeParse(sought);
  if (read.data === sought || (keptBefore.safeParse(sought).success && (await isKnown(db, sought))))
    return sought;
  if (read.success) return read.data;
  throw invalidRequest(fieldProblems(read.error.issues).map((problem) => ({ ...problem, pointer })));
}

async function isKnown(db: Queryable, customerId: string): Promise<boolean> {
  const { rows } = await db.query<{ known: boolean }>(KNOWN, [customerId]);
  return rows[0]?.known ?? false;
}
