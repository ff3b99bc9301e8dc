import { applyDecorators } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiExtension, ApiSecurity } from '@nestjs/swagger';

export const SCOPES = [
  'programmes:write',
  'programmes:read',
  'participations:write',
  'participations:read',
  'events:write',
  'events:read',
  'grants:read',
  'grants:write',
  'opt-outs:write',
  'waves:write',
  'waves:read',
  'customers:erase',
  'customers:read',
] as const;

/** What a token may do. */
export type Scope = (typeof SCOPES)[number];

/** Where the guard reads which scope a call needs. */
export const NeededScope = Reflector.createDecorator<Scope | 'none'>();

/** The scope that a call needs, or `none` for what everybody may read; a call without either answers nobody. OpenAPI shows it. */
export function Scoped(scope: Scope | 'none') {
  const open = scope === 'none' ? [ApiSecurity({})] : [];
  return applyDecorators(NeededScope(scope), ApiExtension('x-scope', scope), ...open);
}
