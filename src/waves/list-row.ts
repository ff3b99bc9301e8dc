import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile';
import { z } from 'zod';
import { languageSchema } from '../domain/language.js';
import type { Channel } from '../domain/messages/kinds.js';
import { permitsAdvertising } from '../domain/messages/legal-basis.js';
import { isPlain, text } from '../domain/text.js';
import type { Language } from '../domain/wording.js';
import { inFuture } from '../events/event-types.js';
import { reachedList } from '../participations/invitation.js';
import type { RowRefusal } from './refusals.js';

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

/** One row as it was sent: a CSV's cells, or an NDJSON line's fields. */
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
  | { readonly ok: false; readonly customerId?: string; readonly reason: RowRefusal };

const id = text(256);
const EMAIL = z.email().max(254);
const REGION = 'DE';
const CALLING_CODE = '49';

/**
 * Reads one row by itself, at this instant, for a programme that writes by these channels; numbers without a country are German and become
 * E.164.
 */
export function readRow(
  cells: Cells,
  { channels, now }: { readonly channels: readonly Channel[]; readonly now: number },
): ReadRow {
  if (!Object.entries(cells).every(([column, cell]) => column === 'reached' || canBeKept(cell)))
    return { ok: false, reason: 'malformed-row' };
  const customerId = id.safeParse(filled(cells.customerId)).data;
  if (customerId === undefined) return { ok: false, reason: 'customer-missing' };
  const refused = (reason: RowRefusal): ReadRow => ({ ok: false, customerId, reason });

  const written = filled(cells.mobile);
  const mobile = written === undefined ? undefined : numberOf(written);
  if (written !== undefined && mobile === undefined) return refused('malformed-number');
  const address = filled(cells.email);
  if (address !== undefined && !EMAIL.safeParse(address).success) return refused('malformed-address');
  const language = languageSchema.safeParse(filled(cells.language) ?? 'de').data;
  if (!language) return refused('malformed-language');
  const account = accountOf(cells);
  if (account === 'malformed') return refused('malformed-account');
  const reached = reachedOf(cells.reached);
  if (!reached || reached.some(({ time }) => inFuture(time, now))) return refused('malformed-reached');

  const usable = {
    mobile: channels.includes('sms') ? mobile : undefined,
    email: channels.includes('email') ? address : undefined,
  };
  if (usable.mobile === undefined && usable.email === undefined) return refused('no-address');
  const points = pointsOf(usable, cells);
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

/** What PostgreSQL keeps and no number has lost: text without control characters but those that break lines, or a number that is exact. */
function canBeKept(cell: unknown): boolean {
  if (cell === undefined || cell === null) return true;
  if (typeof cell === 'number') return Number.isSafeInteger(cell);
  return typeof cell === 'string' && isPlain(cell.replace(/[\t\r\n]/g, ' '));
}

/** An empty cell is none. */
function filled(cell: unknown): string | undefined {
  if (typeof cell === 'number') return String(cell);
  if (typeof cell !== 'string') return undefined;
  const trimmed = cell.trim();
  return trimmed === '' ? undefined : trimmed;
}

/** In E.164; undefined for what is no mobile number, or says more than one: a formula, a remark, an extension. */
function numberOf(written: string): string | undefined {
  // spreadsheets take the plus of +49... away; no mobile number begins with it otherwise
  return (
    mobileNumber(written) ?? (written.startsWith(CALLING_CODE) ? mobileNumber(`+${written}`) : undefined)
  );
}

function mobileNumber(written: string): string | undefined {
  const number = parsePhoneNumberFromString(written, { defaultCountry: REGION, extract: false });
  return number?.isValid() && number.ext === undefined ? number.number : undefined;
}

/** Those of the addresses that may be used for advertising; any other invites nobody. */
function pointsOf(
  { mobile, email }: { readonly mobile: string | undefined; readonly email: string | undefined },
  { smsBasis, smsEvidence, emailBasis, emailEvidence }: Cells,
): Pick<ListRow, 'mobile' | 'email'> {
  const sms = pointOf(mobile, smsBasis, smsEvidence);
  const mail = pointOf(email, emailBasis, emailEvidence);
  return { ...(sms && { mobile: sms }), ...(mail && { email: mail }) };
}

function pointOf(value: string | undefined, basis: unknown, evidence: unknown): Point | undefined {
  if (value === undefined) return undefined;
  const point = { value, basis: filled(basis) ?? '', evidence: filled(evidence) ?? '' };
  const short = point.basis.length <= 256 && point.evidence.length <= 2_000;
  return short && permitsAdvertising(point) ? point : undefined;
}

function accountOf({ accountId, bucketId }: Cells): ListRow['account'] | 'malformed' {
  const [account, bucket] = [filled(accountId), filled(bucketId)];
  if (account === undefined && bucket === undefined) return undefined;
  const both = z.object({ id, bucketId: id }).safeParse({ id: account, bucketId: bucket });
  return both.success ? both.data : 'malformed';
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
