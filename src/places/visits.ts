import type { FastifyRequest } from 'fastify';

/** Counts actions in self-service; bound to the session by whoever knows it. */
export interface Visits {
  /** Keeps a visit of the customer who is signed in, now; nothing where nobody is. Throws when it could not be kept. */
  count(request: FastifyRequest): Promise<void>;
}
