import type { FastifyReply } from 'fastify';

/** Sends the browser on to another page, to be asked for by GET; with 307 as it was asked for before. */
export function redirect(reply: FastifyReply, to: string, status: 303 | 307 = 303): void {
  void reply
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .redirect(to, status);
}
