import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { isEmpty } from '../../src/domain/decide.js';
import type { Message } from '../../src/domain/message.js';
import { type Due, nextDue, phase } from '../../src/domain/phase.js';
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
import { ignoredIn, propose, type Proposed } from './propose.js';
import { recordStep } from './record.js';
import { showDetails, showPhase, statusQuery } from './shown.js';
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
  readonly mailbox = new Mailbox(this.invitation.heard);
  private readonly timer = new DueTimer();
  private state = this.invitation.state;
  private steps = this.invitation.steps;
  /** How often in a row the next step was refused, and when it is proposed again (R16). */
  private refusals = 0;
  private asksAgain: Due | undefined;

  constructor(private readonly invitation: Invitation) {}

  async run(): Promise<Result> {
    for (;;) {
      this.show();
      const proposed = propose(this.state, this.mailbox.messages(), this.terms);
      if (!isEmpty(proposed.proposal)) await this.record(proposed);
      else if (!this.state.closed) await this.wait(proposed.heard);
      else return this.end();
    }
  }

  status(): Status {
    const due = this.due();
    return {
      phase: this.phase(),
      granted: this.state.granted,
      steps: this.steps,
      undecided: this.mailbox.size,
      ...(due && { nextDue: { what: due.what, at: new Date(due.at).toISOString() } }),
    };
  }

  /** Until more is heard than this, or the phase can change by itself. */
  private async wait(heard: readonly Message[]): Promise<void> {
    if (workflowInfo().continueAsNewSuggested) await this.continue();
    this.timer.set(this.due());
    await condition(() => this.mailbox.size > heard.length || this.timer.isDue());
  }

  /** The stored step alone says how it goes on, whatever was proposed. */
  private async record(proposed: Proposed): Promise<void> {
    const { state, terms } = this;
    const { proposal, heard } = proposed;
    const participation = participationOf(workflowInfo().workflowId);
    const asksAgain = waitingForUndelivered(this.refusals, Date.now());
    const recorded = await recordStep({
      participation,
      n: this.steps + 1,
      state,
      terms,
      proposal,
      ignored: ignoredIn(proposed),
      asksAgain,
    });
    if ('undelivered' in recorded) {
      this.refusals += 1;
      this.asksAgain = asksAgain;
      this.show();
      return this.wait(heard);
    }
    this.refusals = 0;
    this.asksAgain = undefined;
    this.mailbox.settle(heard, recorded);
    await this.goOnFrom(recorded);
  }

  private async goOnFrom(step: Stored): Promise<void> {
    const before = this.phase();
    if (step.facts.length > 0) this.steps += 1;
    this.state = evolve(this.state, step);
    showPhase(before, this.phase());
    await beginCredits(step.uncredited);
  }

  private async end(): Promise<Result> {
    this.timer.stop();
    await condition(allHandlersFinished);
    const { closed, granted } = this.state;
    return {
      phase: this.phase(),
      granted,
      ...(closed !== 'completed' && closed && { endedBecause: closed }),
    };
  }

  private continue(): Promise<never> {
    const { state, steps } = this;
    const heard = this.mailbox.messages();
    return continueAsNew<typeof participation>({ ...this.invitation, state, steps, heard });
  }

  private show(): void {
    showDetails(this.status(), this.state, this.terms);
  }

  private due(): Due | undefined {
    return this.asksAgain ?? nextDue(this.state, this.terms, Date.now());
  }

  private phase() {
    return phase(this.state, this.terms, Date.now());
  }

  private get terms() {
    return this.invitation.terms;
  }
}
