import type { FastifyReply } from 'fastify';

/** Sends the browser on to another page, to be asked for by GET. */
export function redirect(reply: FastifyReply, to: string): void {
  void reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer').redirect(to, 303);
}
