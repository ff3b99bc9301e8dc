import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { quietPeriodEnd } from '../../src/domain/calendar.js';
import { type Definition, parseDefinition } from '../../src/domain/definition.js';
import type { Instant } from '../../src/domain/terms.js';
import { at, INVITED } from './said.js';

const FILE = join(import.meta.dirname, '../../programmes/online-statt-hotline.json');

/** The default programme as it is shipped. */
export const ONLINE: unknown = JSON.parse(readFileSync(FILE, 'utf8'));

/** The default programme with other values. */
export function definition(change: Partial<Definition> = {}): Definition {
  const parsed = parseDefinition({ ...(ONLINE as Definition), ...change });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.definition;
}

/** The default programme without its visit rule: stories of nine months without a visit stay short. */
export function withoutVisitRule(): Definition {
  const { visits: _visits, ...rest } = definition();
  return rest;
}

/** The default programme's quiet period for who was invited on 1 January and registered then. */
export function quietEndOf(registeredAt: Instant): Instant {
  const { quietPeriod, timeZone } = definition();
  return quietPeriodEnd(Math.max(registeredAt, at(INVITED)), quietPeriod.lasts, timeZone);
}
