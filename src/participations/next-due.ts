import { isOpen, type Phase } from '../domain/phase.js';
import type { Instant, Terms } from '../domain/terms.js';
import { visitDueAt } from '../domain/visits.js';

/** The columns that say what a participation waits for. */
export interface DueColumns {
  readonly phase: Phase;
  readonly quiet_starts_at: Date | null;
  readonly quiet_ends_at: Date | null;
  readonly last_visit_at: Date | null;
  readonly warned_for: Date | null;
  readonly warned_at: Date | null;
  readonly next_due_what: string | null;
  readonly next_due_at: Date | null;
}

/** What happens next by itself and when: what the phase waits for, or before that the visit rule's next demand (R9). */
export function nextDue(row: DueColumns, terms: Terms): { what: string; at: string } | null {
  if (row.next_due_what === null || row.next_due_at === null) return null;
  const visit = visitDue(row, terms);
  const due =
    visit !== undefined && visit < row.next_due_at.getTime()
      ? { what: 'visit', at: new Date(visit) }
      : { what: row.next_due_what, at: row.next_due_at };
  return { what: due.what, at: due.at.toISOString() };
}

/** Binding from the quiet period's start to its original end, in every open phase but `dropped`. */
function visitDue(row: DueColumns, terms: Terms): Instant | undefined {
  const { phase, quiet_starts_at: start, quiet_ends_at: end, last_visit_at: last } = row;
  if (!start || !end || phase === 'dropped' || !isOpen(phase)) return undefined;
  const visits = {
    lastVisitAt: Math.max(start.getTime(), last?.getTime() ?? 0),
    ...(row.warned_for && { warnedFor: row.warned_for.getTime() }),
    ...(row.warned_at && { warnedAt: row.warned_at.getTime() }),
  };
  return visitDueAt(visits, terms, end.getTime());
}
