import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { decide, isEmpty, type Proposal } from '../../src/domain/decide.js';
import { nextDue, phase } from '../../src/domain/phase.js';
import { evolve } from '../../src/domain/state.js';
import {
  type Invitation,
  participationOf,
  type Result,
  type Status,
  type Stored,
} from '../contract/participation.js';
import { beginCredits } from './credits.js';
import { DueTimer } from './due-timer.js';
import { Mailbox } from './mailbox.js';
import { recordStep } from './record.js';
import { Shown, statusOf, statusQuery } from './shown.js';
import { waitingForUndelivered } from './undelivered.js';

/** One customer in one programme, from the invitation until the last megabyte is earned or the participation ends. */
export async function participation(invitation: Invitation): Promise<Result> {
  const story = new Story(invitation);
  setHandler(statusQuery, () => story.status());
  // Cancelling in the Web UI is leaving (R11), not an interruption: what was earned by then is still paid.
  CancellationScope.current().cancelRequested.catch(() => story.mailbox.leave());
  return CancellationScope.nonCancellable(() => story.run());
}

class Story {
  readonly mailbox = new Mailbox();
  private readonly timer = new DueTimer();
  private readonly shown = new Shown();
  private state = this.invitation.state;
  private steps = this.invitation.steps;
  private refusals = 0;

  constructor(private readonly invitation: Invitation) {}

  async run(): Promise<Result> {
    while (!this.state.closed || this.mailbox.isWaiting()) {
      const proposal = decide(this.state, this.mailbox.messages(), this.terms, Date.now());
      if (isEmpty(proposal)) await this.wait();
      else await this.record(proposal);
    }
    this.timer.stop();
    await condition(allHandlersFinished);
    return this.result();
  }

  status(): Status {
    return statusOf(this.state, this.terms, this.steps, this.mailbox.messages().length, Date.now());
  }

  /** Until something is heard or the phase can change by itself. */
  private async wait(): Promise<void> {
    this.timer.set(nextDue(this.state, this.terms, Date.now()));
    if (workflowInfo().continueAsNewSuggested) await this.continue();
    await condition(() => this.mailbox.isWaiting() || this.timer.isDue());
  }

  private async record(proposal: Proposal): Promise<void> {
    const asksAgain = waitingForUndelivered(this.refusals, Date.now());
    const recorded = await recordStep({
      participation: participationOf(workflowInfo().workflowId),
      n: this.steps + 1,
      state: this.state,
      terms: this.terms,
      proposal,
      asksAgain,
    });
    if ('undelivered' in recorded) {
      this.refusals += 1;
      const heard = this.mailbox.messages().length;
      this.timer.set(asksAgain);
      return condition(() => this.mailbox.messages().length > heard || this.timer.isDue());
    }
    this.refusals = 0;
    this.mailbox.settle(proposal, recorded);
    await this.goOnFrom(recorded);
  }

  /** The stored step alone says how it goes on, whatever was proposed. */
  private async goOnFrom(step: Stored): Promise<void> {
    if (step.facts.length > 0) this.steps += 1;
    this.state = evolve(this.state, step);
    this.shown.show(this.state, this.terms, Date.now());
    await beginCredits(step.uncredited);
  }

  private continue(): Promise<never> {
    return continueAsNew<typeof participation>({ ...this.invitation, state: this.state, steps: this.steps });
  }

  private get terms() {
    return this.invitation.terms;
  }

  private result(): Result {
    const ended = this.state.closed === 'completed' ? undefined : this.state.closed;
    return {
      phase: phase(this.state, this.terms, Date.now()),
      granted: this.state.granted,
      ...(ended && { endedBecause: ended }),
    };
  }
}
