import type { Fact } from './facts.js';
import type { Message } from './message.js';
import { ending, phase } from './phase.js';
import { type IgnoredBecause, refusal } from './refusal.js';
import { milestoneRewards, quietReward } from './rewards.js';
import { add, copyOf, type Growing, type State } from './state.js';
import { type Instant, milestone, type Terms } from './terms.js';

/** What became of one delivery. */
export interface Outcome {
  readonly delivery: string;
  readonly status: 'applied' | 'ignored';
  readonly code?: IgnoredBecause;
}

/** A step as the rules propose it; recording may still change it where visits are concerned (R9). */
export interface Proposal {
  readonly recordedAt: Instant;
  readonly facts: readonly Fact[];
  readonly outcomes: readonly Outcome[];
  /** Ends the participation or pays the quiet reward, so it has to wait for undelivered events (R16). */
  readonly closes: boolean;
}

/** The step that follows from what was heard and from the clock; empty when nothing does. */
export function decide(state: State, heard: readonly Message[], terms: Terms, now: Instant): Proposal {
  const draft = new Draft(state, terms, now);
  for (const message of inOrder(heard)) draft.hear(message);
  draft.elapse();
  return draft.proposal();
}

/**
 * By acceptance, a stop after everything that was accepted with it (R11). What the sweep only proposes comes last,
 * so that nothing else in the step rests on a drop that recording may refuse; of two gaps the later one first (R9).
 */
function inOrder(heard: readonly Message[]): readonly Message[] {
  if (heard.length < 2) return heard;
  const proposed = heard.filter((message) => message.type === 'went-inactive');
  const stops = (message: Message) => Number(message.type === 'stopped');
  return [
    ...heard
      .filter((message) => message.type !== 'went-inactive')
      .sort((one, other) => one.acceptedAt - other.acceptedAt || stops(one) - stops(other)),
    ...proposed.sort((one, other) => other.lastVisitAt - one.lastVisitAt),
  ];
}

/** Whether there is anything to record. */
export function isEmpty(proposal: Proposal): boolean {
  return proposal.facts.length === 0 && proposal.outcomes.length === 0;
}

/** A step that ends a participation or pays the quiet reward. */
export function closes(facts: readonly Fact[]): boolean {
  return facts.some(({ type }) => type === 'completed' || type === 'ended' || type === 'stopped');
}

/** Only a faulty feed knows of more calls of one customer; Temporal ends a workflow whose state outgrows 2 MB. */
export const MOST_CALLS = 10_000;

class Draft {
  private readonly facts: Fact[] = [];
  private readonly outcomes: Outcome[] = [];

  private readonly state: Growing;
  private calls: number;

  constructor(
    state: State,
    private readonly terms: Terms,
    private readonly now: Instant,
  ) {
    this.state = copyOf(state);
    this.calls = Object.keys(state.calls).length;
  }

  add(facts: readonly Fact[]): void {
    for (const fact of facts) {
      this.facts.push(fact);
      add(this.state, fact, this.now);
    }
  }

  hear(message: Message): void {
    const code = refusal(this.state, message, this.terms) ?? this.refusedAsTooMany(message);
    const { delivery } = message;
    if (delivery !== undefined) {
      this.outcomes.push(code ? { delivery, status: 'ignored', code } : { delivery, status: 'applied' });
    }
    if (code) return;
    if (message.type === 'stopped') this.settleUntil(message.acceptedAt, delivery);
    this.add([factOf(message, this.terms)]);
    this.add(milestoneRewards(this.state, this.terms, delivery));
  }

  /** Counts the calls as it goes: with ten thousand of them each count would take its time. */
  private refusedAsTooMany(message: Message): IgnoredBecause | undefined {
    const { calls, retracted } = this.state;
    if (message.type === 'retracted') return retracted.length < MOST_CALLS ? undefined : 'too-many-calls';
    if (message.type !== 'called' || calls[message.call]) return undefined;
    if (this.calls >= MOST_CALLS) return 'too-many-calls';
    this.calls += 1;
    return undefined;
  }

  /** In settlement with no counted call a stop pays the quiet reward too (R11). */
  private settleUntil(stoppedAt: Instant, delivery: string | undefined): void {
    if (phase(this.state, this.terms, stoppedAt) !== 'settling') return;
    this.settle();
    this.add(quietReward(this.state, this.terms, delivery));
  }

  /** What the clock alone brings about by now. */
  elapse(): void {
    if (this.state.closed) return;
    if (phase(this.state, this.terms, this.now) === 'settling') this.settle();
    const end = ending(this.state, this.terms);
    if (this.now < end.at) return;
    if (end.how !== 'completed') return this.add([{ type: 'ended', time: end.at, reason: end.how }]);
    this.add([...quietReward(this.state, this.terms), { type: 'completed', time: end.at }]);
  }

  private settle(): void {
    const { registration, quietPeriodOver } = this.state;
    if (!registration || quietPeriodOver) return;
    this.add([{ type: 'quiet-period-over', time: registration.quietEndsAt }]);
  }

  proposal(): Proposal {
    const { facts, outcomes } = this;
    return { recordedAt: this.now, facts, outcomes, closes: closes(facts) };
  }
}

/** The fact that a message is where nothing speaks against it. */
export function factOf(message: Message, terms: Terms): Fact {
  if (message.type === 'went-inactive') return { ...message, type: 'dropped' };
  if (message.type !== 'reached' || milestone(terms, message.code)) return message;
  // What the terms do not reward is a visit all the same, and undoes a drop as any other (R9).
  const { code: _unrewarded, ...visit } = message;
  return { ...visit, type: 'visited' };
}
