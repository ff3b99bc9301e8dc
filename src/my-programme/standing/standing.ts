import type { StepRow } from '../../participations/journal.js';
import { countedCalls } from '../../domain/phase.js';
import type { State } from '../../domain/state.js';
import { type Instant, QUIET_PERIOD, type Terms } from '../../domain/terms.js';
import { visitDueAt } from '../../domain/visits.js';
import { visitsIn } from '../../domain/judge.js';
import type { Participant } from '../entrance/participant.js';

/** A credit as the pages need it. */
export interface GrantRow {
  readonly code: string;
  readonly megabytes: number;
  readonly state: 'pending' | 'credited' | 'failed';
  /** Until when its megabytes can be used; null: for ever. */
  readonly validUntil: Date | null;
}

/** Until when credited megabytes can be used, and whether that is over; only where there is an end. */
export interface Usable {
  readonly until: Instant;
  readonly over: boolean;
}

/** A one-time task: what became of it, or whether it can still be done. */
export interface Task {
  readonly code: string;
  readonly megabytes: number;
  readonly state: GrantRow['state'] | 'reached' | 'open' | 'paused' | 'closed';
  readonly usable?: Usable;
}

/** The quiet period: how far it is (0 to 1), and what has become of its reward. */
export interface QuietStanding {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly settledAt: Instant;
  readonly done: number;
  readonly megabytes: number;
  readonly state: 'running' | 'settling' | 'lost' | 'paused' | 'paid' | 'over';
  readonly usable?: Usable;
}

/** Everything that a customer is told of the own participation. */
export interface Standing {
  readonly credited: number;
  readonly pending: number;
  readonly failed: number;
  /** What can still be earned. */
  readonly open: number;
  readonly tasks: readonly Task[];
  readonly quiet?: QuietStanding;
  /** Where the visit rule binds; without `dueAt` no visit is needed any more. */
  readonly visit?: { readonly lastAt: Instant; readonly dueAt?: Instant };
  /** Why something is lost (the call's instant, or the breach's), and until when it can be appealed against. */
  readonly barred?: {
    readonly why: 'forfeited' | 'dropped';
    readonly at?: Instant;
    readonly until?: Instant;
  };
}

/** What a standing is judged by: what is known after these steps, and the credits. */
export interface Known {
  readonly state: State;
  readonly steps: readonly StepRow[];
  readonly grants: readonly GrantRow[];
}

/** Where this participation stands at its own `now`. */
export function standing(participant: Participant, terms: Terms, known: Known): Standing {
  const { state, grants } = known;
  const sum = (of: GrantRow['state']) => total(grants.filter((grant) => grant.state === of));
  const tasks = terms.milestones.map(({ code, reward }) => ({
    code,
    megabytes: reward.megabytes,
    state: taskState(participant, code, grants),
    ...usable(participant, code, grants),
  }));
  const quiet = quietStanding(participant, terms, known);
  const visit = visitStanding(participant, terms, state);
  const barred = barredStanding(participant, terms, state);
  const winnable = quiet?.state === 'running' || quiet?.state === 'settling' ? quiet.megabytes : 0;
  return {
    credited: sum('credited'),
    pending: sum('pending'),
    failed: sum('failed'),
    open: total(tasks.filter((task) => task.state === 'open')) + winnable,
    tasks,
    ...(quiet && { quiet }),
    ...(visit && { visit }),
    ...(barred && { barred }),
  };
}

function total(of: readonly { readonly megabytes: number }[]): number {
  return of.reduce((sum, { megabytes }) => sum + megabytes, 0);
}

function usable(
  { now }: Participant,
  code: string,
  grants: readonly GrantRow[],
): { readonly usable?: Usable } {
  const grant = grants.find((each) => each.code === code && each.state === 'credited');
  if (!grant?.validUntil) return {};
  return { usable: { until: grant.validUntil.getTime(), over: now >= grant.validUntil } };
}

/** Milestones pay up to the quiet period's original end in every open phase; while dropped nothing does until that is undone (R3, R9). */
function taskState(participant: Participant, code: string, grants: readonly GrantRow[]): Task['state'] {
  const grant = grants.find((each) => each.code === code);
  if (grant) return grant.state;
  const { phase, now, quietEndsAt, reached } = participant;
  if (quietEndsAt === null || now >= quietEndsAt) return 'closed';
  if (phase === 'dropped') return 'paused';
  if (phase !== 'quiet' && phase !== 'forfeited') return 'closed';
  return Object.hasOwn(reached, code) ? 'reached' : 'open';
}

function quietStanding(participant: Participant, terms: Terms, known: Known): QuietStanding | undefined {
  const { quietReward, settlesAfter } = terms;
  const { grants } = known;
  const { phase, endedBecause, quietStartsAt, quietEndsAt, settlementEndsAt } = participant;
  if (!quietStartsAt || !quietEndsAt) return undefined;
  const [startsAt, endsAt] = [quietStartsAt.getTime(), quietEndsAt.getTime()];
  const paid = grants.some(({ code }) => code === QUIET_PERIOD);
  const ended = endedBecause === 'hotline-called' ? 'lost' : 'over';
  const states = { quiet: 'running', settling: 'settling', forfeited: 'lost', dropped: 'paused' } as const;
  return {
    startsAt,
    endsAt,
    settledAt: settlementEndsAt?.getTime() ?? endsAt + settlesAfter,
    done: Math.min(1, Math.max(0, (ranUntil(participant, terms, known) - startsAt) / (endsAt - startsAt))),
    megabytes: quietReward.megabytes,
    ...usable(participant, QUIET_PERIOD, grants),
    state: paid
      ? 'paid'
      : phase === 'completed' || phase === 'ended' || phase === 'invited'
        ? ended
        : states[phase],
  };
}

/** Until when the quiet period has run: it stands still at the first counted call, at a breach and at a stop. */
function ranUntil({ now }: Participant, terms: Terms, { state, steps }: Known): Instant {
  const stop = steps.at(-1)?.facts.find((fact) => fact.type === 'stopped');
  const ends = [countedCalls(state, terms)[0]?.time, state.drop?.breachAt, stop?.acceptedAt];
  return Math.min(now.getTime(), ...ends.filter((at) => at !== undefined));
}

/** How the visit rule stands where it binds (R9). */
function visitStanding(
  { phase, lastVisitAt, warnedFor, warnedAt, quietEndsAt }: Participant,
  terms: Terms,
  state: State,
): Standing['visit'] {
  const binds = phase === 'quiet' || phase === 'forfeited' || phase === 'settling';
  if (!binds || !terms.visits || !quietEndsAt) return undefined;
  const visits = visitsIn(state, {
    ...(lastVisitAt && { lastVisitAt: lastVisitAt.getTime() }),
    ...(warnedFor && { warnedFor: warnedFor.getTime() }),
    ...(warnedAt && { warnedAt: warnedAt.getTime() }),
  });
  if (!visits) return undefined;
  const dueAt = visitDueAt(visits, terms, quietEndsAt.getTime());
  return { lastAt: visits.lastVisitAt, ...(dueAt !== undefined && { dueAt }) };
}

function barredStanding({ phase, nextDueAt }: Participant, terms: Terms, state: State): Standing['barred'] {
  if (phase !== 'forfeited' && phase !== 'dropped') return undefined;
  const at = phase === 'dropped' ? state.drop?.breachAt : countedCalls(state, terms)[0]?.time;
  return {
    why: phase,
    ...(at !== undefined && { at }),
    ...(nextDueAt && { until: nextDueAt.getTime() }),
  };
}
