import { z } from 'zod';
import { languageSchema } from '../domain/language.js';
import type { Channel } from '../domain/messages/kinds.js';
import { permitsAdvertising } from '../domain/messages/legal-basis.js';
import { unclearIn } from '../domain/opaque-id.js';
import { isPlain } from '../domain/text.js';
import type { Language } from '../domain/wording.js';
import { inFuture } from '../events/event-types.js';
import { reachedList } from '../participations/invitation.js';
import { accountIdSchema, readCustomerId } from '../reading/customer-id.js';
import { readEmail } from '../reading/email.js';
import { holdsErrorValue } from '../reading/error-value.js';
import { readMobile } from '../reading/mobile.js';
import { NumberLiteral } from '../reading/number-literal.js';
import type { Hint, RowRefusal } from './refusals.js';

/** The columns of a list; only customerId has to be there. */
export const COLUMNS = [
  'customerId',
  'mobile',
  'smsBasis',
  'smsEvidence',
  'email',
  'emailBasis',
  'emailEvidence',
  'language',
  'accountId',
  'bucketId',
  'reached',
] as const;

export type Column = (typeof COLUMNS)[number];

/** One row as it was sent: a CSV's cells, or an NDJSON line's fields, each number a NumberLiteral. */
export type Cells = Readonly<Partial<Record<Column, unknown>>>;

/** An address with the ground on which it may be used. */
export interface Point {
  readonly value: string;
  readonly basis: string;
  readonly evidence: string;
}

/** One row of a list that can be read. */
export interface ListRow {
  readonly customerId: string;
  readonly mobile?: Point;
  readonly email?: Point;
  readonly language: Language;
  readonly account?: { readonly id: string; readonly bucketId: string };
  readonly reached: z.output<typeof reachedList>;
}

export type ReadRow =
  | { readonly ok: true; readonly row: ListRow }
  | { readonly ok: false; readonly customerId?: string; readonly reason: RowRefusal; readonly hint?: Hint };

/** Reads one row by itself, at this instant, for a programme that writes by these channels; addresses come to the form in which they are kept. */
export function readRow(
  cells: Cells,
  { channels, now }: { readonly channels: readonly Channel[]; readonly now: number },
): ReadRow {
  const odd = Object.entries(cells).find((each) => !saysSomething(each));
  if (odd) return { ok: false, reason: 'malformed-row', ...(isRounded(odd) && { hint: 'rounded-number' }) };
  const read = readCustomerId(idIn(cells.customerId));
  if ('unreadable' in read) return { ok: false, ...withoutCustomer(read.unreadable) };
  const { customerId } = read;
  const refused = (reason: RowRefusal, hint?: Hint): ReadRow => ({
    ok: false,
    customerId,
    reason,
    ...(hint && { hint }),
  });

  const written = filled(cells.mobile);
  const mobile = written === undefined ? undefined : readMobile(written);
  if (mobile && 'unreadable' in mobile) return refused('malformed-number', hintOf(mobile.unreadable));
  const typed = filled(cells.email);
  const address = typed === undefined ? undefined : readEmail(typed);
  if (typed !== undefined && address === undefined) return refused('malformed-address');
  const language = languageSchema.safeParse(filled(cells.language) ?? 'de').data;
  if (!language) return refused('malformed-language');
  const account = accountOf(cells);
  if (account && 'malformed' in account) return refused('malformed-account', account.malformed);
  const reached = reachedOf(cells.reached);
  if (!reached || reached.some(({ time }) => inFuture(time, now))) return refused('malformed-reached');

  const usable = {
    mobile: channels.includes('sms') ? mobile?.number : undefined,
    email: channels.includes('email') ? address : undefined,
  };
  if (usable.mobile === undefined && usable.email === undefined) return refused('no-address');
  const points = pointsOf(usable, cells, now);
  if (!points.mobile && !points.email) return refused('no-legal-basis');
  return {
    ok: true,
    row: {
      customerId,
      language,
      reached,
      ...points,
      ...(account && { account }),
    },
  };
}

/** What is wrong with a row that names no customer, or leaves open whom. */
function withoutCustomer(unreadable: 'no-id' | Hint): { readonly reason: RowRefusal; readonly hint?: Hint } {
  return unreadable === 'no-id'
    ? { reason: 'customer-missing' }
    : { reason: 'malformed-customer', hint: unreadable };
}

/** Who or what is known by an id alone; any sign of it matters. */
const IDS: readonly string[] = ['customerId', 'accountId', 'bucketId'] satisfies readonly Column[];

/** An id that came as a number, and not as one that is whole. */
function isRounded([column, cell]: readonly [string, unknown]): boolean {
  return cell instanceof NumberLiteral && IDS.includes(column);
}

/** As it is written but for blanks around it, which are the sheet's; empty where there is none. */
function idIn(cell: unknown): string {
  const written = cell instanceof NumberLiteral ? cell.source : cell;
  return typeof written === 'string' ? written.replace(/^ +| +$/g, '') : '';
}

/**
 * Whether a column's cell says something: text that PostgreSQL keeps, without control characters but those that break lines and without a
 * spreadsheet's error value, or a whole number. What is wrong with a mobile number or an id is said more closely.
 */
function saysSomething([column, cell]: readonly [string, unknown]): boolean {
  if (cell === undefined || cell === null) return true;
  if (column === 'reached' && typeof cell !== 'string') return !holdsErrorValue(JSON.stringify(cell));
  if (cell instanceof NumberLiteral) return cell.isWhole || column === 'mobile';
  const isSaid = column === 'reached' || IDS.includes(column);
  return typeof cell === 'string' && (isSaid || isText(cell)) && !holdsErrorValue(cell);
}

function isText(cell: string): boolean {
  return isPlain(cell.replace(/[\t\r\n]/g, ' '));
}

function hintOf(unreadable: 'no-mobile-number' | 'spreadsheet-number'): Hint | undefined {
  return unreadable === 'spreadsheet-number' ? unreadable : undefined;
}

/** An empty cell is none. */
function filled(cell: unknown): string | undefined {
  if (cell instanceof NumberLiteral) return cell.source;
  if (typeof cell !== 'string') return undefined;
  const trimmed = cell.trim();
  return trimmed === '' ? undefined : trimmed;
}

/** Those of the addresses that may be used for advertising; any other invites nobody. */
function pointsOf(
  { mobile, email }: { readonly mobile: string | undefined; readonly email: string | undefined },
  { smsBasis, smsEvidence, emailBasis, emailEvidence }: Cells,
  now: number,
): Pick<ListRow, 'mobile' | 'email'> {
  const sms = pointOf(mobile, smsBasis, smsEvidence, now);
  const mail = pointOf(email, emailBasis, emailEvidence, now);
  return { ...(sms && { mobile: sms }), ...(mail && { email: mail }) };
}

function pointOf(
  value: string | undefined,
  basis: unknown,
  evidence: unknown,
  now: number,
): Point | undefined {
  if (value === undefined) return undefined;
  const point = { value, basis: filled(basis) ?? '', evidence: filled(evidence) ?? '' };
  const short = point.basis.length <= 256 && point.evidence.length <= 2_000;
  return short && permitsAdvertising(point, now) ? point : undefined;
}

function accountOf({
  accountId,
  bucketId,
}: Cells): ListRow['account'] | { readonly malformed: Hint | undefined } {
  const [id, bucket] = [idIn(accountId), idIn(bucketId)];
  if (id === '' && bucket === '') return undefined;
  const both = z
    .object({ id: accountIdSchema, bucketId: accountIdSchema })
    .safeParse({ id, bucketId: bucket });
  if (both.success) return both.data;
  return { malformed: unclearIn(id) ?? unclearIn(bucket) };
}

/** A list as JSON, also in a CSV's cell. */
function reachedOf(cell: unknown): ListRow['reached'] | undefined {
  if (cell === undefined || cell === null || cell === '') return [];
  try {
    return reachedList.safeParse(typeof cell === 'string' ? JSON.parse(cell) : cell).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
