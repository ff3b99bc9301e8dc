import { defineQuery, setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { isOpen, type Phase } from '../../src/domain/phase.js';
import type { State } from '../../src/domain/state.js';
import type { Instant, Terms } from '../../src/domain/terms.js';
import { STATUS, type Status } from '../contract/participation.js';
import { PHASE } from '../contract/search-attributes.js';

/** The query `status`. */
export const statusQuery = defineQuery<Status>(STATUS);

/** The table that stands in the Web UI as current details; it names the programme, as a run that goes on as new loses its summary. */
export function showDetails(
  { phase, nextDue, granted }: Status,
  { closed, registration }: State,
  terms: Terms,
): void {
  const { code, version } = terms.programme;
  const rows = [
    ['programme', `${code}, version ${version}`],
    ['phase', closed && closed !== phase ? `${phase}: ${closed}` : phase],
    ['next due', nextDue ? `${nextDue.what}, ${nextDue.at}` : 'nothing'],
    ['registered', registration ? iso(registration.time) : 'not yet'],
    ['granted', granted.join(', ') || 'nothing yet'],
  ];
  setCurrentDetails(
    ['| | |', '|---|---|', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join('\n'),
  );
}

/** Makes a phase that was registered, forfeited, dropped or undone searchable; each upsert costs an event and an action. */
export function showPhase(before: Phase, after: Phase): void {
  const value = searchable(after);
  if (value !== undefined && value !== searchable(before)) upsertSearchAttributes([{ key: PHASE, value }]);
}

/** Settling is found as quiet, and how it ended is told by the result. */
function searchable(at: Phase): Phase | undefined {
  if (!isOpen(at)) return undefined;
  return at === 'settling' ? 'quiet' : at;
}

function iso(instant: Instant): string {
  return new Date(instant).toISOString();
}
