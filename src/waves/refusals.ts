import { z } from 'zod';
import { type CodePoint, isCodePoint, unclearAdvice } from '../domain/opaque-id.js';
import { ROUNDED_ADVICE } from '../reading/customer-id.js';
import { MOBILE_ADVICE } from '../reading/mobile.js';

/** Why a row of a list can be refused, and what such a row is like; it is refused for the first reason that holds. */
export const REFUSALS = {
  'malformed-row':
    'cannot be taken apart, lacks a cell or has another that is not empty, has a field that is no column, or a value other than text without control characters and whole numbers, or a spreadsheet error such as `#REF!`',
  'customer-missing': 'names no customer, or one of more than 256 characters',
  'malformed-customer':
    'has a `customerId` with a character that nobody sees, or `4.91702E+11` for one; its `detail` names it',
  'malformed-number':
    'has a `mobile` that is not one mobile number, whole and alone; of `4.91512E+11` its `detail` says which cell format mends it',
  'malformed-address': 'has an `email` that is not one e-mail address',
  'malformed-language': 'has a `language` that is no tag of `de` or `en`, such as `DE` or `en-GB`',
  'malformed-account':
    'has only one of `accountId` and `bucketId`, or one of more than 256 characters or with one that nobody sees',
  'malformed-reached': 'has a `reached` that `POST /v1/participations` would refuse',
  'no-address': 'has no address for any channel that the programme writes by',
  'no-legal-basis': 'has one, but no basis with evidence that allows advertising to it',
  duplicate: 'names the customer of an earlier row again',
  erased: 'names a customer who was erased, or is about to be',
  'held-out': "names a customer whom an earlier wave drew for this programme's holdout",
  'already-taking-part': 'names a customer who takes part in this programme, or has',
  'excluded-by-programme':
    'names a customer who takes part in a programme that excludes this one, or that this one excludes',
  suppressed: 'has opted out with every address that may be used',
} as const;

/** Why a row is refused; a closed list. */
export type Refusal = keyof typeof REFUSALS;

export const refusalSchema = z.enum(Object.keys(REFUSALS) as [Refusal, ...Refusal[]]);

/** How many rows were refused for which reason; each reason is a property of its own, so that OpenAPI names them all. */
export const refusalCountsSchema = z.object(
  Object.fromEntries(refusalSchema.options.map((reason) => [reason, z.int().exactOptional()])) as Record<
    Refusal,
    z.ZodExactOptional<z.ZodInt>
  >,
);

/** Why a row is refused for itself alone, whoever else there is. */
export type RowRefusal = Extract<
  Refusal,
  'customer-missing' | 'no-address' | 'no-legal-basis' | `malformed-${string}`
>;

/** What mends a row, beyond its reason. */
const HINTS = {
  'spreadsheet-number': MOBILE_ADVICE['spreadsheet-number'],
  'rounded-number': ROUNDED_ADVICE,
} as const;

/** One of these, or the character that must not stand in an id. */
export type Hint = keyof typeof HINTS | CodePoint;

/** What a row's `detail` says; null where nothing more is known. */
export function detailOf(hint: string | null): string | null {
  if (hint !== null && isCodePoint(hint)) return unclearAdvice(hint);
  return Object.entries(HINTS).find(([known]) => known === hint)?.[1] ?? null;
}
