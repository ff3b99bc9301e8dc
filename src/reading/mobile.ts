import { parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js/mobile';
import { z } from 'zod';
import { digitsOf, isAmount } from './written-number.js';

/** Numbers without a country are German. */
const REGION = 'DE';
const CALLING_CODE = '49';

/** What a mobile number was read as: E.164, or why it cannot be read. */
export type ReadMobile =
  { readonly number: string } | { readonly unreadable: 'no-mobile-number' | 'spreadsheet-number' };

/**
 * Reads one mobile number as people, contact apps and spreadsheets write it; without a country it is German. It is read only where it is
 * one whole number written as one, since any other reading might be somebody else's.
 */
export function readMobile(written: string): ReadMobile {
  const number = phoneNumber(written)?.number;
  if (number !== undefined) return { number };
  return { unreadable: isAmount(written) ? 'spreadsheet-number' : 'no-mobile-number' };
}

/**
 * A number in E.164 with its country's trunk prefix behind the country's code, as in +490151..., which was taken for another one before;
 * undefined where its country has none.
 */
export function trunkSpelling(number: string): string | undefined {
  const german = `+${CALLING_CODE}`;
  if (number.startsWith(german)) return `${german}0${number.slice(german.length)}`;
  const read = valid(number);
  const spelling = read && `+${read.countryCallingCode}${read.formatNational().replace(/\D/g, '')}`;
  return spelling === number ? undefined : spelling;
}

/** What to say to whoever sent a number that cannot be read. */
export const MOBILE_ADVICE = {
  'no-mobile-number':
    'One mobile number, such as +4915112345678: no landline, no service number, nothing but the number.',
  'spreadsheet-number':
    'A spreadsheet took this number for an amount and changed it: give its cells the format Text, enter the number anew, and send that.',
} as const;

/** A mobile number in any form that can be read, kept in E.164. */
export const mobileSchema = z
  .string()
  .transform((written, context) => {
    const read = readMobile(written);
    if ('number' in read) return read.number;
    context.addIssue({
      code: 'custom',
      message: MOBILE_ADVICE[read.unreadable],
      params: { code: 'invalid-format' },
    });
    return z.NEVER;
  })
  .meta({
    description: 'A mobile number; without a country it is German. Kept in E.164, such as `+4915112345678`.',
  });

function phoneNumber(written: string): PhoneNumber | undefined {
  const digits = digitsOf(written, (before) => dialled(before) !== undefined);
  return digits === undefined ? undefined : dialled(digits);
}

/** Spreadsheets take the plus of +49... away; no mobile number begins with it otherwise. */
function dialled(digits: string): PhoneNumber | undefined {
  return valid(digits) ?? (digits.startsWith(CALLING_CODE) ? valid(`+${digits}`) : undefined);
}

function valid(digits: string): PhoneNumber | undefined {
  const number = parsePhoneNumberFromString(digits, { defaultCountry: REGION, extract: false });
  return number?.isValid() && !number.isNonGeographic() ? number : undefined;
}
