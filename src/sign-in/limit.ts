import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { TooManySignInsError } from './door-errors.js';
import { ownPath } from './own-path.js';

/** How often one address may ask, and which proxies are believed when they say whose address it is. */
export interface SignInLimit {
  readonly signInRate: number;
  readonly trustedProxies: readonly string[];
}

const NONE = { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false };

/**
 * Lets routes with `rateLimit` in their configuration be asked so often a minute by one address, in this process; an IPv6 customer's is
 * a network of 64 bits. Everything beyond is counted by `onTooMany` and told when to come again.
 */
export async function limitSignIns(
  fastify: FastifyInstance,
  { signInRate, trustedProxies }: SignInLimit,
  log: Logger,
  onTooMany: () => void,
): Promise<void> {
  if (trustedProxies.length === 0) warnOfProxy(fastify, log);
  await fastify.register(rateLimit, {
    global: false,
    max: signInRate,
    timeWindow: 60_000,
    addHeadersOnExceeding: NONE,
    addHeaders: { ...NONE, 'retry-after': true },
    onExceeded: onTooMany,
    errorResponseBuilder: (request) => new TooManySignInsError(pathIn(request)),
  });
}

function pathIn({ query }: FastifyRequest): string | undefined {
  return ownPath((query as Readonly<Record<string, unknown>>)['to']);
}

/** Behind a proxy that nobody named all customers are one address. */
function warnOfProxy(fastify: FastifyInstance, log: Logger): void {
  let warned = false;
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (!warned && request.headers['x-forwarded-for'] !== undefined) {
      warned = true;
      log.warn(
        'a proxy hands requests on, but TRUSTED_PROXIES names none: all its customers share one limit',
      );
    }
    done();
  });
}
