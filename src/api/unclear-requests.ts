import type { FastifyInstance, FastifyRequest } from 'fastify';
import { answer, fromFramework } from '../problems/filter.js';
import { Problem } from '../problems/problem.js';

/** Of these Node keeps the first alone, or runs both together, and says nothing. */
const ONCE = new Set(['authorization', 'content-type', 'host', 'idempotency-key']);

/** Refuses calls of the API that could be read in two ways: who is meant must never be guessed. */
export function refuseUnclearRequests(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const problem = request.url.startsWith('/v1/') ? unclear(request) : undefined;
    if (problem) answer(reply, problem);
    else done();
  });
}

function unclear({ url, raw }: FastifyRequest): Problem | undefined {
  // a byte that is not percent-encoded (RFC 3986) would be read as another letter
  if (/[^\x21-\x7e]/.test(url)) return fromFramework(400);
  const names = raw.rawHeaders.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase());
  const twice = names.find((name, i) => isOnce(name) && names.indexOf(name) < i);
  return twice === undefined ? undefined : headerTwice(twice);
}

function isOnce(name: string): boolean {
  return ONCE.has(name) || name.startsWith('ce-');
}

/** An attribute of the sender's own is not repeated: its name may tell something. */
function headerTwice(name: string): Problem {
  const known = ONCE.has(name) ? `The header ${name}` : 'A header ce-...';
  return new Problem(400, 'header-twice', `${known} comes twice: send it once.`);
}
