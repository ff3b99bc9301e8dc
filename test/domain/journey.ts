import { decide, isEmpty, type Outcome, type Proposal } from '../../src/domain/decide.js';
import { quietPeriodEnd } from '../../src/domain/calendar.js';
import { type Definition, invitationEndsAt } from '../../src/domain/definition.js';
import type { Fact, Granted } from '../../src/domain/facts.js';
import { judge, type KnownVisits, visitsIn } from '../../src/domain/judge.js';
import type { Message } from '../../src/domain/message.js';
import { type Due, nextDue, type Phase, phase } from '../../src/domain/phase.js';
import { type Projection, project } from '../../src/domain/projection.js';
import { evolve, invited, type State } from '../../src/domain/state.js';
import type { Instant, Terms } from '../../src/domain/terms.js';
import { nextLook } from '../../src/domain/visits.js';
import { at, DAY, type Said, type When } from './said.js';

/** When the inbox took it and when the relay brought it; as it happened, and at once, where nothing is said. */
export interface Intake {
  readonly accepted?: When;
  readonly delivered?: When;
}

interface Held {
  readonly message: Message;
  readonly deliveredAt: Instant;
}

/** One participation with everything around it played: clock, inbox, locked row, stored steps and sweep. */
export class Journey {
  now: Instant;
  state: State;
  row: KnownVisits = {};
  readonly steps: Proposal[] = [];
  readonly outcomes = new Map<string, Outcome>();
  private held: Held[] = [];
  private mailbox: readonly Message[] = [];
  private refused = false;
  private deliveries = 0;
  private turns = 0;

  constructor(
    readonly terms: Terms,
    private readonly programme: Definition,
    invitedAt: Instant,
  ) {
    this.now = invitedAt;
    this.state = invited({ invitedAt, endsAt: invitationEndsAt(programme, invitedAt) });
  }

  /** One event from its acceptance to what becomes of it. */
  hears(said: Said, intake: Intake = {}): this {
    const accepted = Math.max(at(intake.accepted ?? said.time), this.now);
    this.waitsUntil(accepted);
    const message = this.accept(said, accepted);
    if (!message) return this;
    this.held.push({ message, deliveredAt: at(intake.delivered ?? accepted) });
    return this.waitsUntil(accepted);
  }

  /** Lets time pass: due instants come, and what was held is delivered. */
  waitsUntil(when: When): this {
    const until = at(when);
    for (let next = this.nextInstant(); next <= until; next = this.nextInstant()) {
      this.countTurn();
      this.now = Math.max(this.now, next);
      const delivered = this.held.filter(({ deliveredAt }) => deliveredAt <= this.now);
      this.held = this.held.filter((each) => !delivered.includes(each));
      this.refused = false;
      this.mailbox = [...this.mailbox, ...delivered.map(({ message }) => message)];
      this.run();
    }
    this.now = Math.max(this.now, until);
    return this;
  }

  /** The sweep looks at this participation: warns, or proposes to drop. */
  sweeps(when: When, { delivered }: Pick<Intake, 'delivered'> = {}): this {
    this.waitsUntil(when);
    const visits = visitsIn(this.state, this.row);
    const { registration, drop, closed } = this.state;
    if (!visits || !registration || drop || closed) return this;
    const look = nextLook(visits, this.terms, registration.quietEndsAt);
    if (!look || this.now < look.at) return this;
    if (look.what === 'warn') {
      this.row = { ...this.row, warnedFor: visits.lastVisitAt, warnedAt: this.now };
      return this;
    }
    return this.hears(this.proposalToDrop(visits.lastVisitAt), {
      accepted: this.now,
      ...(delivered !== undefined && { delivered }),
    });
  }

  /** A sweep every day until then, and then. */
  sweepsDailyUntil(when: When): this {
    for (let day = this.now + DAY; day < at(when); day += DAY) this.sweeps(day);
    return this.sweeps(when);
  }

  /**
   * The worker dies between the commit of the step that follows from `first` and its answer; meanwhile `then` is
   * heard, and the step is run again with both.
   */
  hearsAfterCommit(first: Said, then: Said, when: When): this {
    this.waitsUntil(when);
    const heard = [first, then]
      .map((said) => this.accept(said, this.now))
      .filter((each) => each !== undefined);
    const n = this.steps.length + 1;
    this.store(decide(this.state, heard.slice(0, 1), this.terms, this.now), n);
    this.mailbox = [...this.mailbox, ...heard];
    this.record(decide(this.state, this.mailbox, this.terms, this.now), n);
    this.run();
    return this;
  }

  get phase(): Phase {
    return phase(this.state, this.terms, this.now);
  }

  get due(): Due | undefined {
    return nextDue(this.state, this.terms, this.now);
  }

  get shown(): Projection {
    return project(this.state, this.terms, this.now);
  }

  get facts(): readonly Fact[] {
    return this.steps.flatMap(({ facts }) => facts);
  }

  get grants(): readonly Granted[] {
    return this.facts.filter((fact) => fact.type === 'granted');
  }

  /** Codes and megabytes paid, in the order in which they were earned. */
  get paid(): readonly string[] {
    return this.grants.map(({ code, megabytes }) => `${code} ${megabytes}`);
  }

  /** What became of the deliveries, in the order in which they were accepted. */
  get fates(): readonly string[] {
    return Array.from({ length: this.deliveries }, (_, i) => {
      const outcome = this.outcomes.get(String(i + 1));
      return outcome?.code ?? outcome?.status ?? 'pending';
    });
  }

  get isWaitingForUndelivered(): boolean {
    return this.refused;
  }

  /** The intake of the inbox: moves the row's last visit and keeps what is to be delivered. */
  private accept(said: Said, acceptedAt: Instant): Message | undefined {
    if (
      (said.type === 'registered' || said.type === 'reached' || said.type === 'visited') &&
      !this.isSettled
    ) {
      this.row = { ...this.row, lastVisitAt: Math.max(this.row.lastVisitAt ?? said.time, said.time) };
    }
    if (said.type === 'visited' && !this.state.drop) return undefined;
    this.deliveries += 1;
    return { ...this.completed(said), delivery: String(this.deliveries), acceptedAt };
  }

  /** Settlement is over though its step still waits: visits no longer close a gap. */
  private get isSettled(): boolean {
    const settled = this.shown.settlementEndsAt ?? Infinity;
    return (this.phase === 'quiet' || this.phase === 'settling') && this.now >= settled;
  }

  private completed(said: Said) {
    if (said.type !== 'registered') return said;
    const start = Math.max(said.time, this.state.invitedAt);
    return {
      ...said,
      quietEndsAt: quietPeriodEnd(start, this.programme.quietPeriod.lasts, this.programme.timeZone),
    };
  }

  private proposalToDrop(lastVisitAt: Instant): Said {
    const every = this.terms.visits?.atLeastEvery ?? 0;
    return { type: 'went-inactive', time: lastVisitAt + every, lastVisitAt };
  }

  /** Rules that never come to rest would spin the workflow too. */
  private countTurn(): void {
    this.turns += 1;
    if (this.turns > 500)
      throw new Error(`the rules do not come to rest at ${new Date(this.now).toISOString()}`);
  }

  private nextInstant(): Instant {
    const delivered = this.held.map(({ deliveredAt }) => deliveredAt);
    return Math.min(this.refused ? Infinity : (this.due?.at ?? Infinity), ...delivered);
  }

  /** The workflow's loop: one step after the other until nothing is left to record. */
  private run(): void {
    for (;;) {
      this.countTurn();
      const proposal = decide(this.state, this.mailbox, this.terms, this.now);
      if (isEmpty(proposal) || !this.record(proposal, this.steps.length + 1)) return;
    }
  }

  /** The workflow evolves only from what was stored. */
  private record(proposal: Proposal, n: number): boolean {
    const adopted = this.steps.length >= n;
    const stored = this.store(proposal, n);
    if (!stored) return false;
    this.state = evolve(this.state, stored);
    const decided = new Set(
      (adopted ? stored.facts : stored.outcomes).map((each) => 'delivery' in each && each.delivery),
    );
    this.mailbox = this.mailbox.filter(({ delivery }) => delivery !== undefined && !decided.has(delivery));
    return true;
  }

  /** The activity: judges by the locked row, refuses what has to wait (R16), and never writes a number twice. */
  private store(proposal: Proposal, n: number): Proposal | undefined {
    const stored = this.steps[n - 1];
    if (stored) return stored;
    const judged = judge(proposal, this.state, this.row, this.terms);
    this.refused = judged.closes && this.held.length > 0;
    if (this.refused) return undefined;
    for (const outcome of judged.outcomes) {
      if (!this.outcomes.has(outcome.delivery)) this.outcomes.set(outcome.delivery, outcome);
    }
    if (judged.facts.length > 0) this.steps.push(judged);
    return judged;
  }
}
