import type { Fact } from '../domain/facts.js';
import { QUIET_PERIOD } from '../domain/terms.js';

/** One fact of a step in words, and the rule (docs/rules.md) that makes it count. */
export interface Told {
  readonly what: string;
  readonly rule: string;
}

/** What a fact means to somebody who reads the journal. */
export function tell(fact: Fact): Told {
  switch (fact.type) {
    case 'registered':
      return { what: 'registered', rule: 'R4' };
    case 'reached':
      return { what: `reached ${fact.code}`, rule: 'R3' };
    case 'called':
      return { what: fact.exempt ? 'exempt hotline call' : 'hotline call', rule: 'R5' };
    case 'retracted':
      return { what: 'hotline call retracted', rule: 'R7' };
    case 'visited':
      return { what: 'visit that undoes the drop', rule: 'R9' };
    case 'dropped':
      return { what: 'dropped for inactivity', rule: 'R9' };
    case 'reinstated':
      return { what: 'reinstated', rule: 'R10' };
    case 'stopped':
      return { what: `ended: ${fact.reason}`, rule: 'R11' };
    case 'granted':
      return {
        what: `granted ${fact.megabytes} MB for ${fact.code}`,
        rule: fact.code === QUIET_PERIOD ? 'R8' : 'R3',
      };
    case 'quiet-period-over':
      return { what: 'quiet period over', rule: 'R8' };
    case 'completed':
      return { what: 'completed', rule: 'R8' };
    case 'ended':
      return { what: `ended: ${fact.reason}`, rule: ENDED_BY[fact.reason] };
  }
}

const ENDED_BY = { 'invitation-expired': 'R1', inactive: 'R9', 'hotline-called': 'R5' } as const;

/** A step as it is stored; `facts` hold instants in epoch milliseconds. */
export interface StepRow {
  readonly n: number;
  readonly recorded_at: Date;
  readonly facts: readonly Fact[];
}

/** A warning as it is stored. */
export interface WarningRow {
  readonly last_visit_at: Date;
  readonly recorded_at: Date;
}

/** A message as it is stored, once it was sent or is known not to be. */
export interface MessageRow {
  readonly kind: string;
  readonly state: string;
  readonly channel: string | null;
  readonly reason: string | null;
  readonly may_repeat: boolean;
  readonly decided_at: Date;
}

/** An appeal, that it was declined, or that the participation ended before anybody had decided; what was written stays out. */
export interface AppealRow {
  readonly what: 'appealed' | 'appeal-declined' | 'appeal-undecided';
  readonly at: Date;
}

/** The event behind a delivery. */
export interface Cause {
  readonly source: string;
  readonly id: string;
  readonly type: string;
}

/** One line of a journal; `step` is null for what is no step, such as a warning. */
export interface Entry {
  readonly step: number | null;
  readonly what: string;
  readonly happenedAt: string;
  readonly recordedAt: string;
  readonly event: Cause | null;
  /** Null for what no rule decided. */
  readonly rule: string | null;
}

/** The journal of these steps, one entry per fact, with warnings, messages and appeals in their place by the instant of recording. */
export function journal(
  steps: readonly StepRow[],
  warnings: readonly WarningRow[],
  messages: readonly MessageRow[],
  appeals: readonly AppealRow[],
  causes: ReadonlyMap<string, Cause>,
): readonly Entry[] {
  const entries = [
    ...warnings.map(warned),
    ...messages.map(written),
    ...appeals.map(appealed),
    ...steps.flatMap((step) => step.facts.map((fact) => entry(step, fact, causes))),
  ];
  // The sort is stable: what was recorded at one instant stays as it is stored, warnings first.
  return entries.sort((one, other) => Date.parse(one.recordedAt) - Date.parse(other.recordedAt));
}

function entry({ n, recorded_at }: StepRow, fact: Fact, causes: ReadonlyMap<string, Cause>): Entry {
  const delivery = 'delivery' in fact ? fact.delivery : undefined;
  const { what, rule } = tell(fact);
  return {
    step: n,
    what,
    happenedAt: new Date(fact.time).toISOString(),
    recordedAt: recorded_at.toISOString(),
    event: (delivery === undefined ? undefined : causes.get(delivery)) ?? null,
    rule,
  };
}

function warned({ last_visit_at, recorded_at }: WarningRow): Entry {
  const recordedAt = recorded_at.toISOString();
  const what = `warned of inactivity since ${last_visit_at.toISOString()}`;
  return { step: null, what, happenedAt: recordedAt, recordedAt, event: null, rule: 'R9' };
}

function appealed({ what, at }: AppealRow): Entry {
  const recordedAt = at.toISOString();
  return { step: null, what, happenedAt: recordedAt, recordedAt, event: null, rule: 'R10' };
}

const WRITTEN: Readonly<Record<string, string>> = {
  sent: 'sent',
  delivered: 'delivered',
  failed: 'could not be delivered',
  suppressed: 'not sent',
};

/** Addresses and texts stay out. */
function written({ kind, state, channel, reason, may_repeat, decided_at }: MessageRow): Entry {
  const recordedAt = decided_at.toISOString();
  const by = channel === null ? '' : ` by ${channel === 'sms' ? 'SMS' : 'e-mail'}`;
  const why = reason === null ? '' : `: ${reason}`;
  const repeated = may_repeat ? ' (perhaps twice)' : '';
  const what = `message ${kind} ${WRITTEN[state] ?? state}${by}${why}${repeated}`;
  return { step: null, what, happenedAt: recordedAt, recordedAt, event: null, rule: null };
}
