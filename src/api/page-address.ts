import type { FastifyRequest } from 'fastify';

/** What customers open in a browser, by the first part of the address. */
const PAGES = /^\/(?:de|en|i|o|sign-in|sign-out|signed-out)(?=[/?]|$)/;
/** What the script of a page asks for. */
const OF_SCRIPTS = /^\/(?:de|en)\/video\/played(?:\?|$)/;
/** The links of messages, whose last part is a token. */
const TOKEN_FOLLOWS = /^\/(?:(?:de|en)\/)?[io]\//;
/** Most addresses: nothing follows. */
const PLAIN = /^[\w/-]*[a-z\d](?:\?|$)/i;
/** One character of an address, or what stands for one byte of it. */
const UNIT = /%[\da-f]{0,2}|[^%]/gi;

type Asked = Pick<FastifyRequest, 'method' | 'url'>;

/** Whether this request is for a page, whose errors are pages too. */
export function isForPage(request: Asked): boolean {
  const { method, url } = request;
  return (isReading(request) || method === 'POST') && PAGES.test(url) && !OF_SCRIPTS.test(url);
}

/** Whether this request only looks. */
export function isReading({ method }: Pick<Asked, 'method'>): boolean {
  return method === 'GET' || method === 'HEAD';
}

/**
 * The address of a page without what followed its link in a text: SMS apps and mail programs take a full stop, a bracket or an
 * invisible character for a part of it. A token goes as far as its letters; every other address ends with a letter or a digit.
 */
export function withoutGluedOn(url: string): string {
  if (!PAGES.test(url) || PLAIN.test(url)) return url;
  const end = url.indexOf('?');
  const path = end < 0 ? url : url.slice(0, end);
  return cleaned(path) + url.slice(path.length);
}

function cleaned(path: string): string {
  const link = TOKEN_FOLLOWS.exec(path)?.[0] ?? '';
  const units = path.slice(link.length).match(UNIT) ?? [];
  const kept = link ? units.findIndex((unit) => !isOf(/[\w-]/, unit)) : 1 + units.findLastIndex(isEnd);
  // a last part of nothing else is not glued on
  if (kept < 1 || (!link && units[kept] === '/' && kept + 1 < units.length)) return path;
  return link + units.slice(0, kept).join('');
}

function isEnd(unit: string): boolean {
  return isOf(/[a-z\d]/i, unit);
}

/** Whether this unit stands for a character of this kind. */
function isOf(kind: RegExp, unit: string): boolean {
  const character = unit.length === 3 ? String.fromCharCode(Number.parseInt(unit.slice(1), 16)) : unit;
  return kind.test(character);
}
