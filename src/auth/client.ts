import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** The id of the client that calls, as its token names it. */
export const Client = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  return clientOf(context.switchToHttp().getRequest<FastifyRequest>());
});

/** Throws when no token was verified: a mistake in the code, not in the request. */
export function clientOf(request: FastifyRequest): string {
  if (request.client === undefined)
    throw new Error(`${request.routeOptions.url} needs a scope to know its client`);
  return request.client;
}
