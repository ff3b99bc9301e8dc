import { closes, type Outcome, type Proposal } from './decide.js';
import type { Dropped, Fact } from './facts.js';
import type { IgnoredBecause } from './refusal.js';
import { evolve, quietPeriodOf, type State } from './state.js';
import { type Instant, QUIET_PERIOD, type Terms } from './terms.js';
import { type Breach, provenBreach, type Visits } from './visits.js';

/** What PostgreSQL's locked row knows; nothing yet of somebody who never came. */
export type KnownVisits = Partial<Visits>;

/** The visit clock in this state: it starts no earlier than the quiet period and anew at a reinstating (R3, R9, R10). */
export function visitsIn(state: State, known: KnownVisits): Visits | undefined {
  const quiet = quietPeriodOf(state);
  return quiet && visitsFrom(quiet.startsAt, state, known);
}

function visitsFrom(start: Instant, state: State, known: KnownVisits): Visits {
  return { ...known, lastVisitAt: Math.max(start, known.lastVisitAt ?? start, state.reinstatedAt ?? start) };
}

/**
 * The proposal judged by the visits of the locked row (R9): a drop whose gap was closed meanwhile is ignored, and
 * the quiet reward gives way to a drop where there is a breach and a warning in time.
 */
export function judge(proposal: Proposal, state: State, known: KnownVisits, terms: Terms): Proposal {
  const after = evolve(state, proposal);
  const quiet = quietPeriodOf(after);
  if (!quiet) return proposal;
  const visits = visitsFrom(quiet.startsAt, after, known);
  const breach = provenBreach(visits, terms, quiet.endsAt, judgedAt(proposal));
  return withoutDrops(breach ? dropInsteadOfPaying(proposal, breach) : proposal, visits, breach);
}

/**
 * A step that had to wait for undelivered events is judged by the deadline that it waited at: R16 lengthens none. What
 * pays after settlement, as a call that falls away (R7), is judged by when it was accepted.
 */
function judgedAt({ facts, recordedAt }: Proposal): Instant {
  for (const fact of facts) {
    if (fact.type === 'completed') return Math.max(fact.time, ...facts.map(acceptedAt));
    if (fact.type === 'stopped') return fact.acceptedAt;
  }
  return recordedAt;
}

function acceptedAt(fact: Fact): Instant {
  return 'acceptedAt' in fact ? fact.acceptedAt : -Infinity;
}

function paysQuietReward(fact: Fact): boolean {
  return fact.type === 'granted' && fact.code === QUIET_PERIOD;
}

function dropInsteadOfPaying(proposal: Proposal, breach: Breach): Proposal {
  const drop: Dropped = {
    type: 'dropped',
    time: breach.breachAt,
    acceptedAt: proposal.recordedAt,
    lastVisitAt: breach.lastVisitAt,
  };
  const facts = proposal.facts
    .filter((fact) => fact.type !== 'completed')
    .map((fact) => (paysQuietReward(fact) ? drop : fact));
  return { ...proposal, facts, closes: closes(facts) };
}

/** Only the drop for the open gap stands, dated by the row; any other proposed one is ignored. */
function withoutDrops(proposal: Proposal, visits: Visits, breach: Breach | undefined): Proposal {
  const codes = new Map<string | undefined, IgnoredBecause>();
  const facts = proposal.facts.flatMap((fact): readonly Fact[] => {
    if (fact.type !== 'dropped') return [fact];
    if (breach && fact.lastVisitAt === breach.lastVisitAt) return [{ ...fact, time: breach.breachAt }];
    codes.set(fact.delivery, fact.lastVisitAt < visits.lastVisitAt ? 'visited' : 'not-warned');
    return [];
  });
  const outcomes = proposal.outcomes.map((outcome): Outcome => {
    const code = codes.get(outcome.delivery);
    return code ? { delivery: outcome.delivery, status: 'ignored', code } : outcome;
  });
  return { ...proposal, facts, outcomes };
}
