import type { FastifyInstance, FastifyRequest } from 'fastify';
import { redirect } from '../pages/redirect.js';
import { isForPage, isReading } from './page-address.js';

/** What a proxy adds, whatever it does with Host. */
const OF_PROXIES = ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'];

/**
 * Leads whoever opens a page by another host name than PUBLIC_URL's to the same page there, before anything is begun: a browser keeps the
 * session's cookie for one name, and signing in comes back to PUBLIC_URL. Ports do not matter to cookies, nor here. Nothing else is led:
 * health is asked for by address, and what is sent, such as one click, must arrive where it was sent to.
 */
export function leadToPublicHost(fastify: FastifyInstance, publicUrl: string): void {
  const { hostname } = new URL(publicUrl);
  fastify.addHook('onRequest', (request, reply, done) => {
    const asked = isReading(request) && isForPage(request) ? nameAskedFor(request) : undefined;
    if (asked === undefined || asked === hostname) return done();
    // for this time only: PUBLIC_URL may be another one tomorrow
    redirect(reply, publicUrl + request.url, 307);
  });
}

/**
 * The host name in the browser's address bar; undefined where only a proxy knows it, which has put another into Host and does not say
 * X-Forwarded-Host, or is none of TRUSTED_PROXIES: leading on would go round in circles.
 */
function nameAskedFor({ host, headers, raw }: FastifyRequest): string | undefined {
  const told = [headers['x-forwarded-host']].flat().at(-1)?.split(',').at(-1)?.trim();
  const isProxied = OF_PROXIES.some((name) => headers[name] !== undefined) || raw.httpVersion === '1.0';
  if (!host || (isProxied && told !== host)) return undefined;
  const url = `http://${host}`;
  return URL.canParse(url) ? new URL(url).hostname : '';
}
