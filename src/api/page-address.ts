import type { FastifyRequest } from 'fastify';

/** What customers open in a browser, by the first part of the address. */
const PAGES = /^\/(?:de|en|i|o|sign-in|sign-out|signed-out)(?=[/?]|$)/;
/** What the script of a page asks for. */
const OF_SCRIPTS = /^\/(?:de|en)\/video\/played(?:\?|$)/;
/** Whether this request is for a page, whose errors are pages too. */
export function isForPage({ method, url }: Pick<FastifyRequest, 'method' | 'url'>): boolean {
  return ['GET', 'HEAD', 'POST'].includes(method) && PAGES.test(url) && !OF_SCRIPTS.test(url);
}
