import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';
import { NeededScope } from './scopes.js';
import { TokenVerifier, unauthorized } from './token-verifier.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The client that the verified token names. */
    client?: string;
  }
}

/** Lets a call through whose bearer token holds and carries the scope that the call needs. */
@Injectable()
export class BearerGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: TokenVerifier,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const scope = this.reflector.getAllAndOverride(NeededScope, [context.getHandler(), context.getClass()]);
    if (scope === 'none') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { client, scopes } = await this.tokens.verify(tokenOf(request));
    if (scope === undefined || !scopes.includes(scope)) throw insufficient(scope);
    request.client = client;
    return true;
  }
}

function tokenOf(request: FastifyRequest): string {
  const token = /^Bearer +([\w.~+/=-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) throw unauthorized('Send an access token: Authorization: Bearer ...');
  return token;
}

function insufficient(scope: string | undefined): Problem {
  const challenge = `Bearer error="insufficient_scope"${scope === undefined ? '' : `, scope="${scope}"`}`;
  const detail =
    scope === undefined ? 'Nobody may call this.' : `This call needs a token with the scope ${scope}.`;
  return new Problem(403, 'scope-missing', detail, { headers: { 'www-authenticate': challenge } });
}
