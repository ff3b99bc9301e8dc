import { Reflector } from '@nestjs/core';

export const SCOPES = [
  'programmes:write',
  'programmes:read',
  'participations:write',
  'participations:read',
  'events:write',
  'events:read',
  'grants:read',
  'grants:write',
] as const;

/** What a token may do. */
export type Scope = (typeof SCOPES)[number];

/** The scope that a call needs, or `none` for what everybody may read; a call without either answers nobody. */
export const Scoped = Reflector.createDecorator<Scope | 'none'>();
