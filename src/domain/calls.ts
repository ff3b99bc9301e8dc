import type { HeardFact } from './facts.js';
import type { Instant } from './terms.js';

/** What is known of one hotline call from all reports of it (R5). */
export interface Call {
  readonly time: Instant;
  readonly acceptedAt: Instant;
  readonly recordedAt: Instant;
  /** The report with the earliest `time`. */
  readonly delivery?: string;
  readonly exempt: boolean;
}

export type CallReport = Extract<HeardFact, { type: 'called' }>;

/** What is known after one more report: the earliest of everything, and exempt if any report is (R5). */
export function merged(known: Call | undefined, report: CallReport, recordedAt: Instant): Call {
  const { time, acceptedAt, exempt, delivery } = report;
  const reported = { time, acceptedAt, recordedAt, exempt, ...(delivery !== undefined && { delivery }) };
  if (!known) return reported;
  return {
    ...(time < known.time ? reported : known),
    acceptedAt: Math.min(known.acceptedAt, acceptedAt),
    recordedAt: Math.min(known.recordedAt, recordedAt),
    exempt: known.exempt || exempt,
  };
}

/** Whether a further report of a known call says nothing new (R12). */
export function addsNothing(known: Call | undefined, report: CallReport): boolean {
  if (!known || report.time < known.time || report.acceptedAt < known.acceptedAt) return false;
  return known.exempt || !report.exempt;
}
