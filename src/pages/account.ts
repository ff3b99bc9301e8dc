import type { FastifyReply, FastifyRequest } from 'fastify';

/** What the header offers to whoever has signed in: their own pages, and a form to sign out. */
export interface Account {
  /** Goes into every form as `_csrf`. */
  readonly csrf: string;
  /** Where the customer's own pages of this programme begin, such as /de/my/online-statt-hotline. */
  readonly home?: string;
  /** On pages of no programme: the address that leads to the customer's own. */
  readonly way?: string;
}

/** Undefined for whoever has not signed in. */
export function accountOf(request: FastifyRequest, reply: FastifyReply, home?: string): Account | undefined {
  if (request.session?.customer === undefined) return undefined;
  return { csrf: reply.generateCsrf(), ...(home !== undefined && { home }) };
}
