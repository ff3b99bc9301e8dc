import type { Instant, Terms, VisitRule } from './terms.js';

/** What PostgreSQL knows of somebody's visits: the latest, and the newest warning with the last visit of its gap. */
export interface Visits {
  readonly lastVisitAt: Instant;
  readonly warnedFor?: Instant;
  readonly warnedAt?: Instant;
}

/** The gap as a drop needs it: its last visit and the instant at which it became a breach. */
export interface Breach {
  readonly lastVisitAt: Instant;
  readonly breachAt: Instant;
}

/** When the open gap becomes a breach, if that lies before the quiet period's original end (R9). */
function breachOf(visits: Visits, rule: VisitRule | undefined, quietEndsAt: Instant): Breach | undefined {
  if (!rule) return undefined;
  const breachAt = visits.lastVisitAt + rule.atLeastEvery;
  return breachAt < quietEndsAt ? { lastVisitAt: visits.lastVisitAt, breachAt } : undefined;
}

/** From when on a drop may follow the warning of the open gap; undefined without one (R9). */
function mayDropFrom(visits: Visits, rule: VisitRule): Instant | undefined {
  if (visits.warnedAt === undefined || visits.warnedFor !== visits.lastVisitAt) return undefined;
  return visits.warnedAt + rule.atLeastEvery - rule.warnAfter;
}

/** The breach that may be recorded now: the gap is open, long enough, and was warned of in time (R9). */
export function provenBreach(
  visits: Visits,
  terms: Terms,
  quietEndsAt: Instant,
  now: Instant,
): Breach | undefined {
  const next = nextLook(visits, terms, quietEndsAt);
  if (next?.what !== 'drop' || now < next.at) return undefined;
  return breachOf(visits, terms.visits, quietEndsAt);
}

/** Until when the next visit keeps a customer in, later where the warning came late; undefined where none is needed any more (R9). */
export function visitDueAt(
  visits: Visits,
  { visits: rule }: Terms,
  quietEndsAt: Instant,
): Instant | undefined {
  const breach = breachOf(visits, rule, quietEndsAt);
  if (!breach || !rule) return undefined;
  return Math.max(breach.breachAt, mayDropFrom(visits, rule) ?? breach.breachAt);
}

/** What the sweep has to do next for these visits, and when: warn, then propose the drop; nothing where no breach can come. */
export function nextLook(
  visits: Visits,
  terms: Terms,
  quietEndsAt: Instant,
): { what: 'warn' | 'drop'; at: Instant } | undefined {
  const breach = breachOf(visits, terms.visits, quietEndsAt);
  if (!breach || !terms.visits) return undefined;
  const dropFrom = mayDropFrom(visits, terms.visits);
  if (dropFrom === undefined) return { what: 'warn', at: visits.lastVisitAt + terms.visits.warnAfter };
  return { what: 'drop', at: Math.max(breach.breachAt, dropFrom) };
}
