import { seen } from './unseen.js';

/** Hyphens, dashes and the minus sign, as contact apps and word processors write them between the digits of a number. */
const DASHES = /[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/g;
const LONGEST = 64;

/** An area code in brackets, or a trunk prefix behind a country's code, or that. */
const BRACKETED = /^((?:(?:\+|00)\d{1,3}|49)? ?)\((\+?\d{1,6})\)(.*)$/;
const GROUPED = /^(\+? ?)(\d+(?: *[-./] *\d+| +\d+)*)$/;
const BETWEEN = / *[-./] *| +/g;
/** As many digits stand behind a full stop that groups them; a decimal point has fewer. */
const SUBSCRIBER_DIGITS = 6;
/** No country has shorter mobile numbers, with its code. */
const SHORTEST = 8;

/** Digits as somebody wrote them, with what stands between. */
interface Grouped {
  readonly plus: boolean;
  readonly groups: readonly string[];
  /** One fewer: `-`, `.`, `/` or a space. */
  readonly signs: readonly string[];
}

/**
 * The digits of one telephone number that is written as one, with its plus where it has one; undefined for anything else: a decimal, an
 * exponent, a formula, a remark, an extension, or two endings such as 1234567-8. `isWhole` tells whether digits are a number already.
 */
export function digitsOf(written: string, isWhole: (digits: string) => boolean): string | undefined {
  const text = seen(written).replace(DASHES, '-');
  if (text.length > LONGEST) return undefined;
  const grouped = groupedIn(unbracketed(text.replace(/^'/, '').replace(/^tel:/i, '')));
  if (!grouped || !isDialled(grouped) || hasTwoEndings(grouped, isWhole)) return undefined;
  return joined(grouped, grouped.groups.length);
}

/** Whether a spreadsheet took this number for an amount: a decimal, an exponent, or thousands set apart. */
export function isAmount(written: string): boolean {
  return /^\+?[1-9]\d*(?:[.,]\d+)*(?:e[+-]?\d+)?$/i.test(seen(written)) && /[.,e]/i.test(written);
}

/** The zero of +49 (0)170 ... is not dialled behind a country's code. */
function unbracketed(text: string): string {
  const [, before, inside, after] = BRACKETED.exec(text) ?? [];
  if (before === undefined || inside === undefined || after === undefined) return text;
  return inside === '0' && before !== '' ? `${before} ${after.trimStart()}` : `${before} ${inside} ${after}`;
}

function groupedIn(text: string): Grouped | undefined {
  const [, plus, digits] = GROUPED.exec(text.trim()) ?? [];
  if (plus === undefined || digits === undefined) return undefined;
  const signs = (digits.match(BETWEEN) ?? []).map((sign) => sign.trim() || ' ');
  return { plus: plus !== '', groups: digits.split(BETWEEN), signs };
}

/** Without plus or zero it is what a spreadsheet has left of a number: no amount with its points, and nothing from overseas. */
function isDialled({ plus, groups, signs }: Grouped): boolean {
  const [first = ''] = groups;
  const points = signs.filter((sign) => sign === '.').length;
  if (!plus && !first.startsWith('0'))
    return points === 0 && (signs.length === 0 || first === '49' || first.length >= 3);
  if (signs[0] === '.' && first === '0') return false;
  return points !== 1 || lengthOf(groups.slice(signs.indexOf('.') + 1)) >= SUBSCRIBER_DIGITS;
}

/** Where what stands before a sign is a whole number by itself, what stands behind it ends another one. */
function hasTwoEndings(number: Grouped, isWhole: (digits: string) => boolean): boolean {
  return number.signs.some((sign, i) => {
    const before = number.groups[i]?.length ?? 0;
    const behind = lengthOf(number.groups.slice(i + 1));
    const looksLikeEnding = sign === '/' || (sign === ' ' ? behind * 2 <= before : behind < before);
    const digits = looksLikeEnding ? joined(number, i + 1) : '';
    return digits.length >= SHORTEST && isWhole(digits);
  });
}

function joined({ plus, groups }: Grouped, count: number): string {
  return (plus ? '+' : '') + groups.slice(0, count).join('');
}

function lengthOf(groups: readonly string[]): number {
  return groups.join('').length;
}
