import type { Phase } from '../../src/domain/phase.js';
import type { Instant, Terms } from '../../src/domain/terms.js';
import { type Breach, nextLook, provenBreach, type Visits } from '../../src/domain/visits.js';
import type { SweptRow } from './swept-row.js';

/**
 * What there is to do for one participation now (R9): wait until the next look, warn and then wait, or propose the
 * drop. `sweepAt` is on the wall clock; undefined: nothing before another step is recorded.
 */
export type Look =
  | { readonly what: 'wait'; readonly sweepAt: Instant | undefined }
  | { readonly what: 'warn'; readonly sweepAt: Instant | undefined; readonly warnedFor: Instant }
  | { readonly what: 'drop'; readonly breach: Breach };

/** In these phases the visit rule can still drop somebody. */
const LOOKED_AFTER: ReadonlySet<Phase> = new Set<Phase>(['quiet', 'forfeited', 'settling']);

/** Looks at one participation under its terms, by its own clock. */
export function look(row: SweptRow, terms: Terms): Look {
  const { visits, quietEndsAt, now, clockOffset } = row;
  if (!LOOKED_AFTER.has(row.phase) || !visits || quietEndsAt === undefined)
    return { what: 'wait', sweepAt: undefined };
  const again = (known: Visits) => {
    const next = nextLook(known, terms, quietEndsAt);
    return next && next.at - clockOffset;
  };
  const breach = provenBreach(visits, terms, quietEndsAt, now);
  if (breach) return { what: 'drop', breach };
  const next = nextLook(visits, terms, quietEndsAt);
  if (next?.what !== 'warn' || now < next.at) return { what: 'wait', sweepAt: again(visits) };
  const warnedFor = visits.lastVisitAt;
  return { what: 'warn', warnedFor, sweepAt: again({ ...visits, warnedFor, warnedAt: now }) };
}
