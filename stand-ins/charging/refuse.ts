import type { FastifyReply } from 'fastify';
import type { TmfError } from './contract.js';

const CODES: Readonly<Record<number, string>> = {
  400: 'invalid-request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-not-allowed',
  409: 'conflict',
  422: 'unprocessable',
  429: 'too-many-requests',
  503: 'unavailable',
};

/** Answers with the specification's Error. */
export async function refuse(reply: FastifyReply, status: number, reason: string): Promise<void> {
  const error: TmfError = { code: CODES[status] ?? 'internal-error', reason, status: String(status) };
  await reply.code(status).send(error);
}
