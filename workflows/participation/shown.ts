import { defineQuery, setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { nextDue, type Phase, phase } from '../../src/domain/phase.js';
import type { State } from '../../src/domain/state.js';
import type { Instant, Terms } from '../../src/domain/terms.js';
import { STATUS, type Status } from '../contract/participation.js';
import { PHASE } from '../contract/search-attributes.js';

/** The query `status`. */
export const statusQuery = defineQuery<Status>(STATUS);

/** What operations see of a participation in the Web UI. */
export class Shown {
  private phase: Phase = 'invited';

  /** The details always, the search attribute only when it changes: each upsert costs an event and an action. */
  show(state: State, terms: Terms, now: Instant): void {
    setCurrentDetails(details(state, terms, now));
    const at = searchable(phase(state, terms, now));
    if (at === undefined || at === this.phase) return;
    this.phase = at;
    upsertSearchAttributes([{ key: PHASE, value: at }]);
  }
}

/** Settling is shown as quiet, and how it ended is told by the result. */
function searchable(at: Phase): Phase | undefined {
  if (at === 'completed' || at === 'ended') return undefined;
  return at === 'settling' ? 'quiet' : at;
}

function details(state: State, terms: Terms, now: Instant): string {
  const due = nextDue(state, terms, now);
  const rows = [
    ['phase', state.closed ?? phase(state, terms, now)],
    ['next due', due ? `${due.what}, ${iso(due.at)}` : 'nothing'],
    ['registered', state.registration ? iso(state.registration.time) : 'not yet'],
    ['granted', state.granted.join(', ') || 'nothing yet'],
  ];
  return ['| | |', '|---|---|', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');
}

/** The answer to `status`. */
export function statusOf(state: State, terms: Terms, steps: number, undecided: number, now: Instant): Status {
  const due = nextDue(state, terms, now);
  return {
    phase: phase(state, terms, now),
    granted: state.granted,
    steps,
    undecided,
    ...(due && { nextDue: { what: due.what, at: iso(due.at) } }),
  };
}

function iso(instant: Instant): string {
  return new Date(instant).toISOString();
}
